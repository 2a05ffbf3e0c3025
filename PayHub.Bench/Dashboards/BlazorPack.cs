using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace PayHub.Bench.Dashboards;

/// <summary>SignalR's MessagePack protocol under the name that Blazor gives its own dialect of it, as blazor.web.js does.</summary>
internal sealed class BlazorPack : IHubProtocol
{
    private readonly MessagePackHubProtocol _protocol = new();

    public string Name => "blazorpack";

    public int Version => 1;

    public TransferFormat TransferFormat => _protocol.TransferFormat;

    public bool IsVersionSupported(int version) => version <= Version;

    public ReadOnlyMemory<byte> GetMessageBytes(HubMessage message) => _protocol.GetMessageBytes(message);

    public void WriteMessage(HubMessage message, IBufferWriter<byte> output) => _protocol.WriteMessage(message, output);

    public bool TryParseMessage(ref ReadOnlySequence<byte> input, IInvocationBinder binder, [NotNullWhen(true)] out HubMessage? message) =>
        _protocol.TryParseMessage(ref input, binder, out message);
}
