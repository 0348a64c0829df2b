using System.Globalization;
using System.Text;

namespace Quilt.Benchmarks.Demo;

/// <summary>The README of a demo package: what it is, a picture, its columns, how to use it.</summary>
internal static class DemoReadme
{
    public static string Of(DemoPackage package, int revision, int rows)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"""
            # {package.Title}

            {package.About}

            ![{package.Title} at a glance](pictures/overview)

            ## What is in it

            {rows:N0} rows; each is {package.Unit}.

            | column | type | meaning |
            | --- | --- | --- |

            """);
        foreach (var column in package.Columns)
        {
            text.Append(CultureInfo.InvariantCulture, $"| `{column.Name}` | {column.Type.Name.ToLowerInvariant()} | {column.Meaning} |\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"""

            The whole table is [data/table](data/table); [data/sample](data/sample) holds its first 500 rows.

            ## Use it

            ```python
            from quilt.data.{package.Owner} import {package.Name}

            table = {package.Name}.data.table()
            ```

            ## Changes

            """);
        for (var i = revision; i >= 1; i--)
        {
            text.Append(CultureInfo.InvariantCulture, $"- **Revision {i}.** {DemoContents.MessageOf(package, i)}\n");
        }

        text.Append("\n> The numbers are made up. They are here to be looked at, not to be believed.\n");
        return text.ToString();
    }
}
