namespace Quilt.Client;

/// <summary>What a node of a package is.</summary>
public enum NodeType
{
    /// <summary>The top of a package.</summary>
    Root,

    /// <summary>A folder.</summary>
    Group,

    /// <summary>A data frame.</summary>
    Table,

    /// <summary>One raw file.</summary>
    File,
}
