namespace Quilt.Auth.Pages.Layout;

/// <summary>A page of settings that is only for people who have proved lately who they are; others are asked first.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class AsksAgainAttribute : Attribute;
