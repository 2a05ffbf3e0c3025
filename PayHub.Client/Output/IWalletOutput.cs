namespace PayHub.Client.Output;

/// <summary>Where the wallet tells its owner things. May be called from any thread.</summary>
internal interface IWalletOutput
{
    /// <summary>Shows one event.</summary>
    void Show(WalletEvent happened);
}
