using Microsoft.AspNetCore.Identity;

namespace Quilt.Auth.Accounts;

/// <summary>Identity's rules, but for people whose provider tells of no verified address: those have none here.</summary>
internal sealed class AccountValidator(IdentityErrorDescriber describer) : UserValidator<Account>(describer)
{
    public override async Task<IdentityResult> ValidateAsync(UserManager<Account> manager, Account user)
    {
        var result = await base.ValidateAsync(manager, user);
        if (result.Succeeded || user.Email is not null)
        {
            return result;
        }

        IdentityError[] errors = [.. result.Errors.Where(error => error.Code != nameof(IdentityErrorDescriber.InvalidEmail))];
        return errors.Length == 0 ? IdentityResult.Success : IdentityResult.Failed(errors);
    }
}
