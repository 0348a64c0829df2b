using Microsoft.AspNetCore.Components;
using Quilt.Auth.Accounts;
using Quilt.Auth.Sessions;

namespace Quilt.Auth.Pages.Admin;

/// <summary>A page for admins. To anybody else who is signed in it does not exist.</summary>
public abstract class AdminPage : ComponentBase
{
    [CascadingParameter]
    public required HttpContext HttpContext { get; set; }

    [Inject]
    internal BrowserSessions Sessions { get; set; } = null!;

    [Inject]
    internal NavigationManager Navigation { get; set; } = null!;

    /// <summary>Who is signed in, if an admin; else nothing may be shown or done.</summary>
    private protected Account? Admin { get; private set; }

    protected sealed override async Task OnInitializedAsync()
    {
        var signedIn = await Sessions.ReadAsync(HttpContext);
        if (signedIn is null)
        {
            Navigation.NavigateTo(SignInAddress.For(HttpContext, HttpContext.Request.Path + HttpContext.Request.QueryString));
        }
        else if (!signedIn.Account.IsAdmin)
        {
            Navigation.NotFound();
        }
        else
        {
            Admin = signedIn.Account;
            await LoadAsync();
        }
    }

    /// <summary>Reads what the page shows. Runs for admins only.</summary>
    protected virtual Task LoadAsync() => Task.CompletedTask;
}
