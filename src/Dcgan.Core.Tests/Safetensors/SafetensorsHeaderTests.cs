using System.Text;
using FluentAssertions;
using Xunit;

namespace Dcgan.Core.Tests.Safetensors;

/// <summary>
/// The rules of the format: the rules that the reference implementation tests, and the cases that it leaves open.
/// </summary>
public sealed class SafetensorsHeaderTests
{
    private const string Path = "model.safetensors";

    public static TheoryData<string, int, string> BrokenLayouts => new()
    {
        { One("I32", "[2,2]", "[0,4]"), 4, "tensor 'a': shape [2, 2] of I32 takes 16 bytes but data_offsets span 4." },
        { One("I32", "[2,2]", "[0,16]"), 14, "the tensors take 16 bytes but the data after the header takes 14; the file is truncated." },
        { One("I32", "[2,2]", "[0,16]"), 17, "the tensors take 16 bytes but the data after the header takes 17; the file is too long." },
        { "{}", 1, "the tensors take 0 bytes but the data after the header takes 1; the file is too long." },
        { One("I32", "[1]", "[4,8]"), 8, "tensor 'a': data_offsets begin at 4 and leave a gap: the start of the data is at 0." },
        { Two("[0,4]", "[5,9]"), 9, "tensor 'b': data_offsets begin at 5 and leave a gap: the end of 'a' is at 4." },
        { Two("[0,4]", "[3,7]"), 7, "tensor 'b': data_offsets begin at 3 and overlap the data before: the end of 'a' is at 4." },
        { Two("[0,4]", "[0,4]"), 4, "tensor 'b': data_offsets begin at 0 and overlap the data before: the end of 'a' is at 4." },
        { Two("[0,4]", "[0,4]"), 8, "tensor 'b': data_offsets begin at 0 and overlap the data before: the end of 'a' is at 4." },
        { One("I32", "[2,9223372036854775807]", "[0,16]"), 16, "tensor 'a': shape [2, 9223372036854775807] of I32 takes more bytes than a signed 64-bit number can hold." },
        { One("U8", "[4294967296,4294967296]", "[0,0]"), 0, "tensor 'a': shape [4294967296, 4294967296] of U8 takes more bytes than a signed 64-bit number can hold." },
        { One("U8", "[3037000500,3037000500]", "[0,0]"), 0, "tensor 'a': shape [3037000500, 3037000500] of U8 takes more bytes than a signed 64-bit number can hold." },
        { One("U8", "[0,4294967296,4294967296]", "[0,0]"), 0, "tensor 'a': shape [0, 4294967296, 4294967296] of U8 takes more bytes than a signed 64-bit number can hold." },
        { One("I64", "[0]", "[0,8]"), 8, "tensor 'a': shape [0] of I64 takes 0 bytes but data_offsets span 8." },
    };

    public static TheoryData<string, string> BrokenEntries => new()
    {
        { One("I32", "[2,18446744073709551614]", "[0,16]"), "tensor 'a': shape[1] must be an integer in [0, 9223372036854775807] in decimal digits but is '18446744073709551614'." },
        { One("U8", "[-1]", "[0,1]"), "tensor 'a': shape[0] must be an integer*'-1'." },
        { One("U8", "[-0]", "[0,0]"), "tensor 'a': shape[0] must be an integer*'-0'." },
        { One("U8", "[1.0]", "[0,1]"), "tensor 'a': shape[0] must be an integer*'1.0'." },
        { One("U8", "[1]", "[0,1e0]"), "tensor 'a': data_offsets[1] must be an integer*'1e0'." },
        { One("U8", "[1e400]", "[0,1]"), "tensor 'a': shape[0] must be an integer*'1e400'." },
        { One("U8", $"[{new string('9', 5000)}]", "[0,1]"), $"tensor 'a': shape[0] must be an integer*'{new string('9', 100)}'." },
        { One("U8", "[\"1\"]", "[0,1]"), "tensor 'a': shape[0] must be a number but is a string." },
        { One("U8", "[null]", "[0,1]"), "tensor 'a': shape[0] must be a number but is null." },
        { One("U8", "[true]", "[0,1]"), "tensor 'a': shape[0] must be a number but is true or false." },
        { One("U8", "[[1]]", "[0,1]"), "tensor 'a': shape[0] must be a number but is an array." },
        { One("U8", "1", "[0,1]"), "tensor 'a': shape must be an array but is a number." },
        { One("U8", "{}", "[0,1]"), "tensor 'a': shape must be an array but is an object." },
        { One("U8", $"[{string.Join(",", Enumerable.Repeat(1, 65))}]", "[0,1]"), "tensor 'a': shape must have at most 64 numbers but has more." },
        { One("U8", "[1]", "[0,1,2]"), "tensor 'a': data_offsets must have at most 2 numbers but has more." },
        { One("U8", "[1]", "[1]"), "tensor 'a': data_offsets must be [begin, end], begin not above end, but is [1]." },
        { One("U8", "[1]", "[1,0]"), "tensor 'a': data_offsets must be [begin, end], begin not above end, but is [1, 0]." },
        { One("U16", "[1]", "[0,2]"), "tensor 'a': dtype must be one that TorchSharp has (I64, F64, C64, F32, I32, BF16, F16, I16, I8, U8, BOOL) but is 'U16'." },
        { One("F8_E4M3", "[1]", "[0,1]"), "tensor 'a': dtype must be one*'F8_E4M3'." },
        { One("f32", "[1]", "[0,4]"), "tensor 'a': dtype must be one*'f32'." },
        { """{"a":{"dtype":4,"shape":[],"data_offsets":[0,1]}}""", "tensor 'a': dtype must be a string but is a number." },
        { """{"a":{"shape":[],"data_offsets":[0,1]}}""", "tensor 'a': its entry has no dtype." },
        { """{"a":{"dtype":"U8","data_offsets":[0,1]}}""", "tensor 'a': its entry has no shape." },
        { """{"a":{"dtype":"U8","shape":[]}}""", "tensor 'a': its entry has no data_offsets." },
        { """{"a":{"dtype":"U8","shape":[],"data_offsets":[0,1],"strides":[]}}""", "tensor 'a': its entry must have dtype, shape and data_offsets once each, but has an extra 'strides'." },
        { """{"a":{"dtype":"U8","shape":[],"shape":[],"data_offsets":[0,1]}}""", "tensor 'a': its entry must have*, but has an extra 'shape'." },
        { """{"a":{"dtype":"U8","sh\u0061pe":[],"shape":[],"data_offsets":[0,1]}}""", "tensor 'a': its entry must have*, but has an extra 'shape'." },
        { """{"a":[]}""", "tensor 'a': its entry must be an object but is an array." },
        { """{"a":null}""", "tensor 'a': its entry must be an object but is null." },
        { $$"""{"":{{SafetensorsBytes.Entry("U8", "[]", "[0,1]")}}}""", "tensor '': the name must not be empty." },
        { $$"""{"a":{{SafetensorsBytes.Entry("U8", "[0]", "[0,0]")}},"a":{{SafetensorsBytes.Entry("U8", "[]", "[0,1]")}}}""", "tensor 'a': it occurs twice in the header." },
        { $$"""{"a":{{SafetensorsBytes.Entry("U8", "[0]", "[0,0]")}},"\u0061":{{SafetensorsBytes.Entry("U8", "[]", "[0,1]")}}}""", "tensor 'a': it occurs twice in the header." },
    };

    public static TheoryData<string, string> BrokenMetadata => new()
    {
        { """{"__metadata__":null}""", "__metadata__ must be an object but is null." },
        { """{"__metadata__":"pt"}""", "__metadata__ must be an object but is a string." },
        { """{"__metadata__":{"step":3}}""", "the metadata's 'step' must be a string but is a number." },
        { """{"__metadata__":{"step":null}}""", "the metadata's 'step' must be a string but is null." },
        { """{"__metadata__":{"step":{"a":"b"}}}""", "the metadata's 'step' must be a string but is an object." },
        { """{"__metadata__":{"a":"1","\u0061":"2"}}""", "the metadata's 'a' occurs twice in the header." },
        { """{"__metadata__":{},"__metadata__":{}}""", "__metadata__ occurs twice in the header." },
        { """{"__metadata__":{"a":"\ud800"}}""", "the text before byte * of the header is not valid Unicode." },
        { """{"\udc00":{}}""", "the text before byte * of the header is not valid Unicode." },
    };

    public static TheoryData<string> NotJson =>
    [
        "{", "{}x", "{}{}", "{},", "{}\0", "{\"a\":}", "{'a':{}}", "{a:1}", "{} // no", "{/**/}", "{\"__metadata__\":{},}", "{\"a\"", "{\"a\\x\":1}",
        "{\"__metadata__\":{\"a\":\"\n\"}}", One("U8", "[01]", "[0,1]"), One("U8", "[+1]", "[0,1]"), One("U8", "[1,]", "[0,1]"), One("U8", "[NaN]", "[0,1]"),
    ];

    [Theory]
    [MemberData(nameof(BrokenLayouts))]
    public void Data_that_does_not_fit_is_refused(string header, int dataLength, string rule) => ShouldBreak(header, dataLength, rule);

    [Theory]
    [MemberData(nameof(BrokenEntries))]
    public void An_entry_that_breaks_a_rule_is_refused(string header, string rule) => ShouldBreak(header, 1, rule);

    [Theory]
    [MemberData(nameof(BrokenMetadata))]
    public void Metadata_that_breaks_a_rule_is_refused(string header, string rule) => ShouldBreak(header, 0, rule);

    [Theory]
    [MemberData(nameof(NotJson))]
    public void What_is_not_JSON_is_refused(string header) => ShouldBreak(header, 1, "the header is not valid JSON: *");

    [Theory]
    [InlineData("")]
    [InlineData(" {}")]
    [InlineData("\t\n{}")]
    [InlineData("\ufeff{}")]
    [InlineData("[]")]
    [InlineData("null")]
    public void A_header_must_begin_with_a_brace(string header) => ShouldBreak(header, 0, "the header must begin with '{'.");

    [Theory]
    [InlineData(new byte[] { 0xff })]
    [InlineData(new byte[] { (byte)'{', (byte)'"', 0xc0, 0x80, (byte)'"', (byte)':', (byte)'{', (byte)'}', (byte)'}' })]
    [InlineData(new byte[] { (byte)'{', (byte)'}', 0xed, 0xa0, 0x80 })]
    public void A_header_must_be_UTF8(byte[] header) => FluentActions.Invoking(() => SafetensorsHeader.Parse(header, 0, Path))
        .Should().Throw<CheckpointException>().WithMessage($"{Path}: the header is not valid UTF-8.");

    [Fact]
    public void Nesting_without_end_is_refused_at_its_first_step() =>
        ShouldBreak($$"""{"a":{"dtype":{{new string('[', 1_000_000)}}""", 0, "tensor 'a': dtype must be a string but is an array.");

    [Fact]
    public void Names_from_the_file_are_truncated_and_escaped_in_messages()
    {
        string name = $"\u001b[2J\u202e{new string('x', 1_000_000)}";

        CheckpointException error = ShouldBreak("{\"\\u001b" + name[1..] + "\":{}}", 0, "*its entry has no dtype.");

        error.Message.Should().StartWith($"{Path}: tensor '\\u{{1b}}[2J\\u{{202e}}xxx").And.Contain("xxx...':");
        error.Message.Length.Should().BeLessThan(200);
        error.TensorName.Should().Be(name);
        error.Path.Should().Be(Path);
    }

    [Theory]
    [InlineData("{}\r \t\n")]
    [InlineData("{}      ")]
    [InlineData("{ \"__metadata__\" : { } }")]
    public void White_space_after_and_between_is_legal(string header) => Parse(header, 0).Tensors.Should().BeEmpty();

    [Fact]
    public void Tensors_come_in_the_order_of_their_data_empty_ones_first()
    {
        SafetensorsHeader header = Parse(
            $$"""
            {"late":{{SafetensorsBytes.Entry("F64", "[2]", "[1,17]")}},"none":{{SafetensorsBytes.Entry("F32", "[2,0,3]", "[1,1]")}},"__metadata__":{"k\u00e9y":"\ud83d\ude00"},
            "first":{{SafetensorsBytes.Entry("BOOL", "[]", "[0,1]")}}, "end":{{SafetensorsBytes.Entry("U8", "[0]", "[17,17]")}}}
            """,
            17);

        header.Tensors.Select(tensor => tensor.Name).Should().Equal("first", "none", "late", "end");
        header.Tensors[1].Shape.Should().Equal(2, 0, 3);
        header.Tensors[0].Shape.Should().BeEmpty();
        header.Metadata.Should().Equal(new Dictionary<string, string> { ["kéy"] = "😀" });
    }

    [Fact]
    public void Many_tensors_are_read_in_about_the_time_that_their_text_takes()
    {
        // A quadratic-time algorithm would take hours.
        const int Count = SafetensorsHeader.MaxTensors;
        var text = new StringBuilder("{");
        for (int i = Count - 1; i >= 0; i--)
        {
            text.Append(i == Count - 1 ? "" : ",").Append($"\"t{i}\":").Append(SafetensorsBytes.Entry("U8", "[1]", $"[{i},{i + 1}]"));
        }

        SafetensorsHeader header = Parse($"{text}}}", Count);
        string oneMore = $"{text},\"more\":{SafetensorsBytes.Entry("U8", "[0]", $"[{Count},{Count}]")}}}";

        FluentActions.Invoking(() => Parse(oneMore, Count)).Should().Throw<CheckpointException>()
            .WithMessage("*tensor 'more': a file must have at most 100000 tensors but this one has more.");
        header.Tensors.Select(tensor => tensor.Begin).Should().BeInAscendingOrder().And.HaveCount(Count);
    }

    private static string One(string dtype, string shape, string offsets) => $$"""{"a":{{SafetensorsBytes.Entry(dtype, shape, offsets)}}}""";

    private static string Two(string first, string second) =>
        $$"""{"a":{{SafetensorsBytes.Entry("F32", "[1]", first)}},"b":{{SafetensorsBytes.Entry("F32", "[1]", second)}}}""";

    private static SafetensorsHeader Parse(string header, long dataLength) =>
        SafetensorsHeader.Parse(Encoding.UTF8.GetBytes(header), dataLength, Path);

    private static CheckpointException ShouldBreak(string header, long dataLength, string rule) =>
        FluentActions.Invoking(() => Parse(header, dataLength)).Should().Throw<CheckpointException>().WithMessage($"{Path}: {rule}").Which;
}
