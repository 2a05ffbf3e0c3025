using System.ComponentModel.DataAnnotations;
using System.Net;
using Microsoft.Extensions.Options;

namespace PayHub.Web.Settings;

/// <summary>Checks <c>PayHub:Operators</c>. Never repeats the password.</summary>
internal sealed class OperatorsValidation : IValidateOptions<OperatorsOptions>
{
    private const string Email = $"{OperatorsOptions.Section}:{nameof(OperatorsOptions.Email)}";
    private const string Password = $"{OperatorsOptions.Section}:{nameof(OperatorsOptions.Password)}";

    public ValidateOptionsResult Validate(string? name, OperatorsOptions options)
    {
        if (options.Email.Length == 0 && options.Password.Length == 0)
            return ValidateOptionsResult.Success;
        if (!new EmailAddressAttribute().IsValid(options.Email))
            return ValidateOptionsResult.Fail(
                $"{Email} is '{options.Email}': set the first operator's e-mail address, or leave {Email} and {Password} both empty.");
        return options.Password.Length < OperatorsOptions.MinPasswordLength
            ? ValidateOptionsResult.Fail(
                $"{Password} has {options.Password.Length} characters: it needs at least {OperatorsOptions.MinPasswordLength}, or leave {Email} and {Password} both empty.")
            : ValidateOptionsResult.Success;
    }
}

/// <summary>Checks <c>PayHub:Dashboard</c>.</summary>
internal sealed class DashboardValidation : IValidateOptions<DashboardOptions>
{
    public ValidateOptionsResult Validate(string? name, DashboardOptions options)
    {
        var wrong = options.TrustedProxyList.FirstOrDefault(p => !IPAddress.TryParse(p, out _) && !IPNetwork.TryParse(p, out _));
        return wrong is null
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"{DashboardOptions.Section}:{nameof(DashboardOptions.TrustedProxies)} holds '{wrong}': it takes IP addresses or networks such as 10.0.0.0/8, separated by commas.");
    }
}
