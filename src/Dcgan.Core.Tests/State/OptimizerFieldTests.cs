using System.Reflection;
using FluentAssertions;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;

namespace Dcgan.Core.Tests.State;

/// <summary>The lists of TorchSharp's options and state fields are complete, although the library does not use reflection.</summary>
public sealed class OptimizerFieldTests
{
    public static TheoryData<Type> OptionTypes => [.. TypesOf<OptimizerOptions>()];

    public static TheoryData<Type> StateTypes => [.. TypesOf<OptimizerState>()];

    [Theory]
    [MemberData(nameof(OptionTypes))]
    public void Every_option_is_read_and_set_under_its_name(Type type)
    {
        var options = (OptimizerOptions)Activator.CreateInstance(type)!;
        MemberInfo[] members = [.. type.GetMembers(BindingFlags.Public | BindingFlags.Instance)
            .Where(member => member is FieldInfo or PropertyInfo)];

        OptimizerOption[] listed = OptimizerOption.Of(options);

        listed.Select(option => option.Name).Should().Equal(members.Select(member => member.Name).Order(StringComparer.Ordinal));
        foreach ((OptimizerOption option, int index) in listed.Select((option, index) => (option, index)))
        {
            MemberInfo member = members.Single(member => member.Name == option.Name);
            bool isSwitch = member is FieldInfo field && field.FieldType == typeof(bool?);
            double number = isSwitch ? 1 : 0.5 + index;
            option.Set(number);

            option.Get().Should().Be(number, option.Name);
            Value(options, member).Should().Be(isSwitch ? true : number, option.Name);
        }
    }

    [Theory]
    [MemberData(nameof(StateTypes))]
    public void Every_field_of_the_state_is_read_and_set_under_its_name(Type type)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var state = (OptimizerState)Activator.CreateInstance(type, new Parameter(torch.zeros(1)))!;
        FieldInfo[] fields = type.GetFields(BindingFlags.Public | BindingFlags.Instance);

        OptimizerStateField[] listed = OptimizerStateField.Of(state);

        listed.Select(field => (field.Name, field.Type)).Should().BeEquivalentTo(fields.Select(field => (field.Name, field.FieldType)));
        foreach (OptimizerStateField field in listed)
        {
            object value = field.Type == typeof(torch.Tensor) ? (object)torch.ones(1) : field.Type == typeof(long) ? (object)7L : 0.5;
            field.Set(value);

            field.Get().Should().Be(value, field.Name);
            fields.Single(it => it.Name == field.Name).GetValue(state).Should().Be(value, field.Name);
        }
    }

    [Fact]
    public void A_hosts_own_state_and_options_are_read_and_set_too()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var state = new OwnState(new Parameter(torch.zeros(1))) { velocity = torch.ones(1), step = 3 };
        var options = new OwnOptions { LearningRate = 0.1, warmup = 5 };

        OptimizerStateField.Of(state).Select(field => field.Name).Should().BeEquivalentTo("velocity", "step");
        OptimizerOption.Of(options).Select(option => option.Name).Should().Equal("InitialLearningRate", "LearningRate", "warmup");
        OptimizerOption.Of(options).Single(option => option.Name == "warmup").Set(9);

        options.warmup.Should().Be(9);
        OptimizerOption.Of(new OptimizerOptions()).Select(option => option.Name).Should().Equal("InitialLearningRate", "LearningRate");
    }

    private static IEnumerable<Type> TypesOf<T>() => typeof(T).Assembly.GetTypes()
        .Where(type => type.IsSubclassOf(typeof(T)) && !type.IsAbstract);

    private static object? Value(object owner, MemberInfo member) =>
        member is FieldInfo field ? field.GetValue(owner) : ((PropertyInfo)member).GetValue(owner);

    private sealed class OwnState(Parameter parameter) : OptimizerState(parameter)
    {
        public torch.Tensor? velocity;
        public long step;

        public override void Initialize(OptimizerOptions options) => throw new NotSupportedException();

        public override void SaveStateDict(BinaryWriter writer) => throw new NotSupportedException();

        public override void LoadStateDict(BinaryReader reader) => throw new NotSupportedException();

        public override void LoadStateDict(OptimizerState source) => throw new NotSupportedException();

        public override bool ApproximatelyEquals(OptimizerState other) => throw new NotSupportedException();
    }

    private sealed class OwnOptions : OptimizerOptions
    {
        public int warmup;
    }
}
