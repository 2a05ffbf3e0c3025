using PayHub.Host.CommandLine;

return await HubCommandLine.RunAsync(args);
