using System.Runtime.InteropServices;

namespace Quilt.Standalone.Hosting;

/// <summary>Ctrl-C, SIGTERM and a closed terminal: the first asks for an orderly stop, the second hurries it.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _hurry = new();
    private readonly List<PosixSignalRegistration> _registrations = [];

    public StopSignals()
    {
        foreach (var signal in (PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT])
        {
            _registrations.Add(PosixSignalRegistration.Create(signal, Handle));
        }
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Stop => _stop.Token;

    /// <summary>Cancelled by the second signal.</summary>
    public CancellationToken Hurry => _hurry.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _stop.Dispose();
        _hurry.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        // Without this the runtime would end the process now.
        context.Cancel = true;
        if (_stop.IsCancellationRequested)
        {
            _hurry.Cancel();
        }
        else
        {
            _stop.Cancel();
        }
    }
}
