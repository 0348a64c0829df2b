using System.Text.Json.Serialization;

namespace Quilt.ServiceDefaults.Errors;

[JsonSerializable(typeof(ErrorMessage))]
internal sealed partial class ErrorJson : JsonSerializerContext;
