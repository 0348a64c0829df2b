namespace Quilt.Auth;

/// <summary>What is wrong with one field of a form.</summary>
/// <param name="Field">Its name; empty when it is the form as a whole.</param>
/// <param name="Message">What is wrong and what to do, for a person.</param>
/// <param name="Status">The status of the answer that shows it.</param>
internal sealed record FieldProblem(string Field, string Message, int Status = StatusCodes.Status400BadRequest);
