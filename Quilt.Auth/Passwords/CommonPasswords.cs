using System.Collections.Frozen;

namespace Quilt.Auth.Passwords;

/// <summary>The passwords that every guesser tries first, of those that are long enough to be set at all.</summary>
internal static class CommonPasswords
{
    private static readonly FrozenSet<string> Known =
        """
        00000000 000000000 0000000000 01234567 012345678 0123456789 01020304 09876543 0987654321 10101010 11111111 111111111
        1111111111 11112222 11223344 1122334455 112233445566 12121212 12131415 123123123 12312312 1234512345 1234554321 12344321
        12345678 123456789 1234567890 12345678910 123456789a 1234567a 12345678a 123456abc 123456qwerty 12345qwert 12341234
        123321123 1234qwer 123454321 123654789 123698745 123abc123 123qwe123 13131313 147258369 147852369 159357456 159753456 1a2b3c4d
        1q2w3e4r 1q2w3e4r5t 1q2w3e4r5t6y 1qaz1qaz 1qaz2wsx 1qaz2wsx3edc 1qazxsw2 20202020 21212121 22222222 222222222 23232323
        25252525 31415926 33333333 44444444 55555555 66666666 69696969 77777777 78945612 789456123 87654321 88888888 88889999 98765432
        987654321 9876543210 99999999 999999999 a1234567 a12345678 a123456789 a1b2c3d4 a1b2c3d4e5 aa123456 aa12345678 aaaaaaaa
        abc12345 abcd1234 abcd12345 abc123456 abcdefgh abcdefghi access14 admin123 admin1234 admin12345 administrator adminadmin alexander
        asdf1234 asdfasdf asdfghjk asdfghjkl asdqwe123 azertyui azertyuiop babygirl barcelona baseball basketball blink182 butterfly
        changeme changeme1 changeme123 changeit charlie1 chocolate computer corvette cowboys1 crystal1 danielle dolphins
        drowssap einstein elephant fireball firebird football football1 garfield godzilla goodluck guest123 hahahaha
        hello123 helloworld iloveyou iloveyou1 iloveyou2 internet jennifer jordan23 jonathan justin123 killer123 lakers24 letmein1 letmein123
        liverpool liverpool1 lovelove loveyou1 maverick mercedes metallica michael1 michelle midnight monkey123 mustang1 mypassword
        ncc1701d nicholas nirvana1 nopassword november password password! password. password0 password01 password1 password1! password11 password12
        password123 password1234 password12345 password2 password21 passw0rd p@ssw0rd p@ssword pa$$w0rd pass1234 passpass passphrase passwort passwort1 patricia
        pokemon1 pokemon123 porsche911 postgres princess princess1 q1w2e3r4 q1w2e3r4t5 q1w2e3r4t5y6 qazwsxedc qazwsx123 quiltquilt qwer1234 qwerqwer
        qwerty12 qwerty123 qwerty1234 qwerty12345 qwerty123456 qwertyui qwertyuiop qwertyqwerty qweasdzxc qweqweqwe rainbow1 rangers1 redskins
        rockyou1 root1234 samantha samsung1 scorpion secret123 security september shadow123 slipknot snowball snowboard spiderman starwars
        starwars1 sunshine sunshine1 superman superman1 swordfish test1234 test12345 testtest tinkerbell trustno1 tottenham user1234 victoria
        wachtwoord wanker123 welcome1 welcome123 whatever william1 wordpass xxxxxxxx yankees1 yamaha123 zaq12wsx zaq1zaq1 zxcvbnm1 zxcvbnm123 zxcvbnmz
        """
        .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public static bool Contain(string password) => Known.Contains(password);
}
