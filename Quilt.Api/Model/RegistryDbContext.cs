using Microsoft.EntityFrameworkCore;

namespace Quilt.Api.Model;

/// <summary>The registry's database: packages, their revisions, names, access, invitations, comments, objects, log and events.</summary>
internal sealed class RegistryDbContext(DbContextOptions<RegistryDbContext> options) : DbContext(options)
{
    public DbSet<Package> Packages => Set<Package>();

    public DbSet<Revision> Revisions => Set<Revision>();

    public DbSet<PackageObject> PackageObjects => Set<PackageObject>();

    public DbSet<AccessGrant> AccessGrants => Set<AccessGrant>();

    public DbSet<Tag> Tags => Set<Tag>();

    public DbSet<PackageVersion> Versions => Set<PackageVersion>();

    public DbSet<LogEntry> Log => Set<LogEntry>();

    public DbSet<RegistryEvent> Events => Set<RegistryEvent>();

    public DbSet<PackageEventCount> PackageEventCounts => Set<PackageEventCount>();

    public DbSet<UserEventCount> UserEventCounts => Set<UserEventCount>();

    public DbSet<Comment> Comments => Set<Comment>();

    public DbSet<Invitation> Invitations => Set<Invitation>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Package>(package =>
        {
            package.ToTable("packages");
            package.Property(p => p.Id).HasColumnName("id").UseIdentityAlwaysColumn();
            package.Property(p => p.Owner).HasColumnName("owner");
            package.Property(p => p.Name).HasColumnName("name");
            package.Property(p => p.IsPublic).HasColumnName("is_public");
            package.Property(p => p.IsTeam).HasColumnName("is_team");
            package.Property(p => p.CreatedAt).HasColumnName("created_at");
            package.Property(p => p.UpdatedAt).HasColumnName("updated_at");
            package.Property(p => p.ContentsVersion).HasColumnName("contents_version").HasDefaultValue(0);
            package.Property(p => p.ShownRevisionId).HasColumnName("shown_revision_id");
            package.Property(p => p.Search).HasColumnName("search");
            package.HasIndex(p => new { p.Owner, p.Name }).IsUnique();
            package.HasIndex(p => p.UpdatedAt).IsDescending().HasFilter("is_public").HasDatabaseName("ix_packages_recent");
            package.HasIndex(p => p.Search).HasMethod("gin");
        });

        modelBuilder.Entity<Revision>(revision =>
        {
            revision.ToTable("revisions");
            revision.Property(r => r.Id).HasColumnName("id").UseIdentityAlwaysColumn();
            revision.Property(r => r.PackageId).HasColumnName("package_id");
            revision.Property(r => r.Hash).HasColumnName("hash");
            revision.Property(r => r.Contents).HasColumnName("contents");
            revision.Property(r => r.ContentsLength).HasColumnName("contents_length");
            revision.Property(r => r.ObjectSizes).HasColumnName("object_sizes");
            revision.Property(r => r.ObjectCount).HasColumnName("object_count");
            revision.Property(r => r.TotalSize).HasColumnName("total_size");
            revision.Property(r => r.FileTypes).HasColumnName("file_types");
            revision.Property(r => r.Preview).HasColumnName("preview");
            revision.Property(r => r.ReadmeHash).HasColumnName("readme_hash");
            revision.Property(r => r.ReadmePreview).HasColumnName("readme_preview");
            revision.Property(r => r.Search).HasColumnName("search");
            revision.Property(r => r.CreatedBy).HasColumnName("created_by");
            revision.Property(r => r.CreatedAt).HasColumnName("created_at");
            revision.Property(r => r.UpdatedBy).HasColumnName("updated_by");
            revision.Property(r => r.UpdatedAt).HasColumnName("updated_at");
            revision.HasIndex(r => new { r.PackageId, r.Hash }).IsUnique();
            revision.HasOne<Package>().WithMany().HasForeignKey(r => r.PackageId).OnDelete(DeleteBehavior.Cascade);
        });

        modelBuilder.Entity<PackageObject>(item =>
        {
            item.ToTable("package_objects");
            item.HasKey(o => new { o.Hash, o.PackageId });
            item.Property(o => o.PackageId).HasColumnName("package_id");
            item.Property(o => o.Hash).HasColumnName("hash");
            item.Property(o => o.Size).HasColumnName("size");
            // A push writes its rows side by side: a few summaries of page ranges find a package's rows for its deletion,
            // at a small part of what a second tree would cost each push.
            item.HasIndex(o => o.PackageId).HasMethod("brin");
        });

        modelBuilder.Entity<AccessGrant>(grant =>
        {
            grant.ToTable("access");
            grant.HasKey(g => new { g.PackageId, g.UserName });
            grant.Property(g => g.PackageId).HasColumnName("package_id");
            grant.Property(g => g.UserName).HasColumnName("user_name");
            grant.Property(g => g.GrantedAt).HasColumnName("granted_at");
            grant.HasIndex(g => new { g.UserName, g.PackageId });
            grant.HasOne<Package>().WithMany().HasForeignKey(g => g.PackageId).OnDelete(DeleteBehavior.Cascade);
        });

        modelBuilder.Entity<Tag>(tag =>
        {
            tag.ToTable("tags");
            tag.HasKey(t => new { t.PackageId, t.Name });
            tag.Property(t => t.PackageId).HasColumnName("package_id");
            tag.Property(t => t.Name).HasColumnName("name");
            tag.Property(t => t.RevisionId).HasColumnName("revision_id");
            tag.HasIndex(t => t.RevisionId);
            tag.HasOne<Package>().WithMany().HasForeignKey(t => t.PackageId).OnDelete(DeleteBehavior.Cascade);
            tag.HasOne<Revision>().WithMany().HasForeignKey(t => t.RevisionId).OnDelete(DeleteBehavior.Cascade);
        });

        modelBuilder.Entity<PackageVersion>(version =>
        {
            version.ToTable("versions");
            version.HasKey(v => new { v.PackageId, v.Version });
            version.Property(v => v.PackageId).HasColumnName("package_id");
            version.Property(v => v.Version).HasColumnName("version");
            version.Property(v => v.UserVersion).HasColumnName("user_version");
            version.Property(v => v.RevisionId).HasColumnName("revision_id");
            version.HasIndex(v => v.RevisionId);
            version.HasOne<Package>().WithMany().HasForeignKey(v => v.PackageId).OnDelete(DeleteBehavior.Cascade);
            version.HasOne<Revision>().WithMany().HasForeignKey(v => v.RevisionId).OnDelete(DeleteBehavior.Cascade);
        });

        modelBuilder.Entity<LogEntry>(entry =>
        {
            entry.ToTable("log");
            entry.Property(l => l.Id).HasColumnName("id").UseIdentityAlwaysColumn();
            entry.Property(l => l.PackageId).HasColumnName("package_id");
            entry.Property(l => l.RevisionId).HasColumnName("revision_id");
            entry.Property(l => l.CreatedAt).HasColumnName("created_at");
            entry.Property(l => l.Author).HasColumnName("author");
            entry.HasIndex(l => new { l.PackageId, l.Id });
            entry.HasIndex(l => l.RevisionId);
            entry.HasOne<Package>().WithMany().HasForeignKey(l => l.PackageId).OnDelete(DeleteBehavior.Cascade);
            entry.HasOne<Revision>().WithMany().HasForeignKey(l => l.RevisionId).OnDelete(DeleteBehavior.Cascade);
        });

        modelBuilder.Entity<RegistryEvent>(item =>
        {
            item.ToTable("events");
            item.Property(e => e.Id).HasColumnName("id").UseIdentityAlwaysColumn();
            item.Property(e => e.CreatedAt).HasColumnName("created_at");
            item.Property(e => e.Type).HasColumnName("type");
            item.Property(e => e.UserName).HasColumnName("user_name");
            item.Property(e => e.PackageOwner).HasColumnName("package_owner");
            item.Property(e => e.PackageName).HasColumnName("package_name");
            item.Property(e => e.PackageHash).HasColumnName("package_hash");
            item.Property(e => e.Extra).HasColumnName("extra").HasColumnType("jsonb");
            item.Property(e => e.Address).HasColumnName("address");
            item.Property(e => e.Agent).HasColumnName("agent");
            item.HasIndex(e => new { e.PackageOwner, e.PackageName, e.Type, e.CreatedAt });
            item.HasIndex(e => new { e.UserName, e.Type, e.CreatedAt });
        });

        modelBuilder.Entity<PackageEventCount>(count =>
        {
            count.ToTable("package_event_counts");
            count.HasKey(c => new { c.PackageOwner, c.PackageName, c.Type, c.UserName });
            count.Property(c => c.PackageOwner).HasColumnName("package_owner");
            count.Property(c => c.PackageName).HasColumnName("package_name");
            count.Property(c => c.Type).HasColumnName("type");
            count.Property(c => c.UserName).HasColumnName("user_name");
            count.Property(c => c.Count).HasColumnName("count");
            count.Property(c => c.Latest).HasColumnName("latest");
        });

        modelBuilder.Entity<UserEventCount>(count =>
        {
            count.ToTable("user_event_counts");
            count.HasKey(c => new { c.UserName, c.Type });
            count.Property(c => c.UserName).HasColumnName("user_name");
            count.Property(c => c.Type).HasColumnName("type");
            count.Property(c => c.Count).HasColumnName("count");
        });

        modelBuilder.Entity<Comment>(comment =>
        {
            comment.ToTable("comments");
            comment.Property(c => c.Id).HasColumnName("id").ValueGeneratedNever();
            comment.Property(c => c.PackageId).HasColumnName("package_id");
            comment.Property(c => c.CreatedAt).HasColumnName("created_at");
            comment.Property(c => c.Author).HasColumnName("author");
            comment.Property(c => c.Contents).HasColumnName("contents");
            comment.HasIndex(c => new { c.PackageId, c.CreatedAt, c.Id });
            comment.HasOne<Package>().WithMany().HasForeignKey(c => c.PackageId).OnDelete(DeleteBehavior.Cascade);
        });

        modelBuilder.Entity<Invitation>(invitation =>
        {
            invitation.ToTable("invitations");
            invitation.Property(i => i.Id).HasColumnName("id").UseIdentityAlwaysColumn();
            invitation.Property(i => i.PackageId).HasColumnName("package_id");
            invitation.Property(i => i.Email).HasColumnName("email");
            invitation.Property(i => i.EmailKey).HasColumnName("email_key");
            invitation.Property(i => i.InvitedAt).HasColumnName("invited_at");
            invitation.HasIndex(i => new { i.PackageId, i.EmailKey }).IsUnique();
            invitation.HasIndex(i => i.EmailKey);
            invitation.HasOne<Package>().WithMany().HasForeignKey(i => i.PackageId).OnDelete(DeleteBehavior.Cascade);
        });
    }
}
