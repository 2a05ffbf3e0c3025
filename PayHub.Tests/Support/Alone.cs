namespace PayHub.Tests.Support;

/// <summary>Tests that take the whole machine for a while: they run when the others are done.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
