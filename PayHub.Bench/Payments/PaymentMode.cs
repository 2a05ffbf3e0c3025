namespace PayHub.Bench.Payments;

/// <summary>In which form payments reach the hub. In all of them the payee submits.</summary>
internal enum PaymentMode
{
    /// <summary>Classic text, in clear, on the plain endpoint.</summary>
    Plain,

    /// <summary>Signed by the payer (JWS), over TLS.</summary>
    Signed,

    /// <summary>Signed by the payer and sealed to the hub (JWE), over TLS.</summary>
    Sealed,

    /// <summary>Classic text, sealed to the hub as one RSA block, on the plain endpoint.</summary>
    Rsa,
}

/// <summary>What follows from a mode.</summary>
internal static class PaymentModes
{
    public static bool IsSigned(this PaymentMode mode) => mode is PaymentMode.Signed or PaymentMode.Sealed;

    public static bool IsSealed(this PaymentMode mode) => mode is PaymentMode.Sealed or PaymentMode.Rsa;

    /// <summary>More payments a second than the mode reaches on a small machine: how many different ones are made before the clock starts.</summary>
    public static int MostASecond(this PaymentMode mode) => mode == PaymentMode.Signed ? 25_000 : 5_000;
}
