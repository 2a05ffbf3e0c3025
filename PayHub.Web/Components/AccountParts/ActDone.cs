namespace PayHub.Web.Components.AccountParts;

/// <summary>What an operator has just done, for the page to say.</summary>
/// <param name="Text">In a sentence.</param>
/// <param name="TransferId">The transfer that it made; null where it moved no money.</param>
public sealed record ActDone(string Text, long? TransferId = null);
