namespace Quilt.Api.Model;

/// <summary>What happened to a package. The numbers are stored: never change one.</summary>
internal enum EventType : short
{
    Push = 1,
    Install = 2,
    Preview = 3,
    Delete = 4,
}
