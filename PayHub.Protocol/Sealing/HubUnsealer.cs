using System.Security.Cryptography;
using PayHub.Protocol.Keys;
using PayHub.Protocol.Tokens;

namespace PayHub.Protocol.Sealing;

/// <summary>In which of the two forms a message is sealed to the hub (docs/protocol.md, "Sealed messages").</summary>
public enum SealedForm
{
    /// <summary>JWE in compact form, RSA-OAEP-256 and A256GCM (RFC 7516): four dots.</summary>
    Jwe,

    /// <summary>Base64 of one RSA-OAEP-SHA256 block (RFC 8017, 7.1): 344 characters.</summary>
    RsaBlock,
}

/// <summary>Opens what is sealed to the hub. May be used by several threads at once.</summary>
/// <remarks>For another set of keys, as when one is rotated, make another one of these.</remarks>
public sealed class HubUnsealer
{
    /// <summary>The length of a sealed RSA block on the wire, in characters.</summary>
    public const int RsaBlockLength = 344;

    private readonly HubKeys _keys;

    /// <summary>Takes copies of the hub's private sealing keys.</summary>
    /// <param name="newestFirst">RSA-2048, private; the newest first, because most messages are for it.</param>
    /// <exception cref="ArgumentException">There is none, or one that is not RSA-2048.</exception>
    /// <exception cref="CryptographicException">One has no private half that can be read.</exception>
    public HubUnsealer(params IEnumerable<RSA> newestFirst)
    {
        ArgumentNullException.ThrowIfNull(newestFirst);
        KeyPool<RSA>[] pools = [.. newestFirst.Select(Pool)];
        if (pools.Length == 0)
            throw new ArgumentException("The hub has at least one sealing key.", nameof(newestFirst));
        _keys = new HubKeys(pools);
    }

    /// <summary>Opens a message.</summary>
    /// <param name="form">The form that the message has by its look.</param>
    /// <param name="message">The message, without its terminator.</param>
    /// <param name="content">
    /// What was sealed: a signed payment or the classic text, still to be parsed; never to be unsealed again. Empty on failure.
    /// </param>
    /// <returns>False, whatever the reason, which is not told (RFC 7516, 11.5). Never throws.</returns>
    public bool TryUnseal(SealedForm form, ReadOnlySpan<byte> message, out byte[] content) => form switch
    {
        SealedForm.Jwe => TryUnsealJwe(message, out content),
        _ => TryUnsealBlock(message, out content),
    };

    private bool TryUnsealJwe(ReadOnlySpan<byte> message, out byte[] content)
    {
        content = [];
        return SealedMessage.TryRead(message, SealedMessage.IsHubHeader, Sealer.HubBlockBytes, out var parts)
            && SealedMessage.TryDecrypt(message, parts, _keys.UnwrapKey(parts.EncryptedKey, SealedMessage.ContentKeyBytes), out content);
    }

    private bool TryUnsealBlock(ReadOnlySpan<byte> message, out byte[] content)
    {
        content = [];
        var block = new byte[Sealer.HubBlockBytes];
        return StrictBase64.TryDecodePadded(message, block) && _keys.TryDecrypt(block, out content);
    }

    private static KeyPool<RSA> Pool(RSA key)
    {
        if (key.KeySize != Sealer.HubKeyBits)
            throw new ArgumentException($"The hub's sealing key has {Sealer.HubKeyBits} bits, not {key.KeySize}.", nameof(key));
        var parameters = key.ExportParameters(includePrivateParameters: true);
        return new KeyPool<RSA>(() => RSA.Create(parameters));
    }
}
