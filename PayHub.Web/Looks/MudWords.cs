using Microsoft.Extensions.Localization;
using MudBlazor;

namespace PayHub.Web.Looks;

/// <summary>What MudBlazor's own parts say, in the dashboard's words; MudBlazor brings English alone.</summary>
/// <param name="t">The dashboard's texts.</param>
internal sealed class MudWords(IStringLocalizer<Words> t) : MudLocalizer
{
    public override LocalizedString this[string key] => key switch
    {
        "MudInput_Clear" => t["Clear"],
        "MudInput_Increment" => t["One more"],
        "MudInput_Decrement" => t["One less"],
        "MudDialog_Close" or "MudAlert_Close" or "MudSnackbar_Close" or "MudChip_Close" => t["Close"],
        "MudFormComponent_Required" => t["This is needed"],
        "Converter_InvalidNumber" => t["Not a number"],
        "Converter_InvalidDateTime" => t["Not a time"],
        "MudBaseDatePicker_Open" or "MudTimePicker_Open" => t["Choose"],
        "MudBaseDatePicker_PrevMonth" => t["Previous month"],
        "MudBaseDatePicker_NextMonth" => t["Next month"],
        "MudBaseDatePicker_PrevYear" => t["Previous year"],
        "MudBaseDatePicker_NextYear" => t["Next year"],
        _ => new LocalizedString(key, key, resourceNotFound: true),
    };
}
