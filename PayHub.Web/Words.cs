namespace PayHub.Web;

/// <summary>
/// Names the dashboard's texts: <c>IStringLocalizer&lt;Words&gt;</c>. The English text is the key; <c>Words.zh-Hant.resx</c>
/// holds the same in Traditional Chinese.
/// </summary>
public sealed class Words;
