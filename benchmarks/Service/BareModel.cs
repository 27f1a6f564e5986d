extern alias Service;

using Service::FaceService;
using Service::FaceService.Model;
using Service::FaceService.Pictures;

namespace Dcgan.Benchmarks;

/// <summary>Runs the service's work for a picture (latents, model, file) in a loop without HTTP.</summary>
internal sealed class BareModel : IDisposable
{
    private readonly FaceModel model = FaceModel.Load(new ServiceSettings().Model);
    private readonly FacePainter painter;

    internal BareModel() => painter = new FacePainter(model);

    public void Dispose() => model.Dispose();

    internal LoadReading Run(RequestKind kind, int threads, TimeSpan time) => ClosedLoop.Run(
        kind,
        Contender.BareModel,
        threads,
        time,
        number =>
        {
            kind.Paint(painter, number);
            return Task.FromResult(true);
        });
}
