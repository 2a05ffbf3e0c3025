namespace PayHub.Bench;

/// <summary>A measurement that can't be made, with a message for the person who asked for it.</summary>
internal sealed class BenchException(string message) : Exception(message);
