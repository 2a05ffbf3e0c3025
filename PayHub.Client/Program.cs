using PayHub.Client.CommandLine;

return await WalletCommand.RunAsync(args);
