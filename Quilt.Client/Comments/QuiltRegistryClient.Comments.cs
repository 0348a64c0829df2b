using Quilt.Client.Json;

namespace Quilt.Client;

public sealed partial class QuiltRegistryClient
{
    /// <summary>Comments on a package; 1 to 10,240 characters.</summary>
    public async Task<PackageComment> PostCommentAsync(string owner, string name, string contents, CancellationToken cancellationToken = default) =>
        (await SendJsonAsync(HttpMethod.Post, CommentsPath(owner, name), new CommentBody(contents), RegistryJson.Default.CommentBody, RegistryJson.Default.PostedComment, cancellationToken)).Comment;

    /// <summary>The comments on a package, oldest first.</summary>
    public async Task<IReadOnlyList<PackageComment>> GetCommentsAsync(string owner, string name, CancellationToken cancellationToken = default) =>
        (await GetAsync(CommentsPath(owner, name), RegistryJson.Default.PackageComments, cancellationToken)).Comments;

    private static string CommentsPath(string owner, string name) => $"/api/comments/{Escape(owner)}/{Escape(name)}/";
}
