namespace Quilt.Stack;

/// <summary>
/// The environment variables by which a stack tells its services what they have to know. The AppHost sets just these
/// (its tests see to it), and the tests with many processes start the services with just these. Besides, a platform
/// says where to listen (<c>ASPNETCORE_URLS</c> or <c>HTTP_PORTS</c>) and where telemetry goes (<c>OTEL_*</c>).
/// </summary>
public static class ServiceVariables
{
    /// <summary>Connection string of the registry database.</summary>
    public const string RegistryDatabase = "ConnectionStrings__registry";

    /// <summary>Connection string of the accounts database.</summary>
    public const string AuthDatabase = "ConnectionStrings__auth-db";

    /// <summary>Connection string of Redis.</summary>
    public const string Redis = "ConnectionStrings__redis";

    /// <summary>Where the registry is found.</summary>
    public const string ApiAddress = "services__api__http__0";

    /// <summary>Where sign-in is found.</summary>
    public const string AuthAddress = "services__auth__http__0";

    /// <summary>Where the object store is found.</summary>
    public const string ObjectsEndpoint = "Quilt__Objects__Endpoint";

    /// <summary>Where the catalog finds the object store, to show files.</summary>
    public const string PreviewsObjectsEndpoint = "Quilt__Previews__ObjectsEndpoint";

    /// <summary>The object store's access key id.</summary>
    public const string ObjectsAccessKey = "Quilt__Objects__AccessKey";

    /// <summary>The object store's secret key.</summary>
    public const string ObjectsSecretKey = "Quilt__Objects__SecretKey";

    /// <summary>The bucket in an object store of somebody else.</summary>
    public const string ObjectsBucket = "Quilt__Objects__Bucket";

    /// <summary>The region of an object store of somebody else.</summary>
    public const string ObjectsRegion = "Quilt__Objects__Region";

    /// <summary>With what the registry identifies itself to sign-in.</summary>
    public const string RegistrySecret = "Quilt__ServiceClients__registry__Secret";

    /// <summary>With what the catalog identifies itself to sign-in.</summary>
    public const string CatalogSecret = "Quilt__ServiceClients__catalog__Secret";

    /// <summary>Whether admins may manage users.</summary>
    public const string EnableUserEndpoints = "Quilt__EnableUserEndpoints";

    /// <summary>Whether people may register accounts themselves.</summary>
    public const string AllowSignup = "Quilt__AllowSignup";

    /// <summary>Name of the first admin.</summary>
    public const string AdminUserName = "Quilt__Admin__UserName";

    /// <summary>Password of the first admin.</summary>
    public const string AdminPassword = "Quilt__Admin__Password";

    /// <summary>Whether that password is the one that everybody knows.</summary>
    public const string AdminIsDefaultPassword = "Quilt__Admin__IsDefaultPassword";

    /// <summary>Where people reach the registry.</summary>
    public const string PublicRegistry = "Quilt__PublicUrls__Registry";

    /// <summary>Where people reach sign-in.</summary>
    public const string PublicAuth = "Quilt__PublicUrls__Auth";

    /// <summary>Where people reach the catalog.</summary>
    public const string PublicCatalog = "Quilt__PublicUrls__Catalog";

    /// <summary>Where clients reach the object store.</summary>
    public const string PublicObjects = "Quilt__PublicUrls__Objects";

    private static readonly string[] PublicAddresses = [PublicRegistry, PublicAuth, PublicCatalog, PublicObjects];

    /// <summary>What sign-in is told on a developer's machine.</summary>
    public static IReadOnlyList<string> Auth { get; } =
    [
        AuthDatabase, RegistrySecret, CatalogSecret, EnableUserEndpoints, AllowSignup,
        AdminUserName, AdminPassword, AdminIsDefaultPassword, .. PublicAddresses,
    ];

    /// <summary>What the registry is told on a developer's machine.</summary>
    public static IReadOnlyList<string> Api { get; } =
    [
        RegistryDatabase, AuthAddress, ObjectsEndpoint, ObjectsAccessKey, ObjectsSecretKey, RegistrySecret, EnableUserEndpoints, .. PublicAddresses,
    ];

    /// <summary>What the catalog is told on a developer's machine.</summary>
    public static IReadOnlyList<string> Catalog { get; } = [Redis, AuthAddress, ApiAddress, PreviewsObjectsEndpoint, CatalogSecret, .. PublicAddresses];

    /// <summary>The n-th proxy, from zero, whose word about a request's origin counts.</summary>
    public static string TrustedProxy(int index) => $"Quilt__TrustedProxies__{index}";
}
