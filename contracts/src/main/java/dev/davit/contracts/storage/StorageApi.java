package dev.davit.contracts.storage;

import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.InputStreamResource;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.service.annotation.DeleteExchange;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.annotation.PostExchange;
import org.springframework.web.service.annotation.PutExchange;

/**
 * Images, snapshots (the writable layers of containers) and volumes of one host. An image {@code ref} is a reference
 * in familiar or full form, an id with or without {@code sha256:}, or an unambiguous prefix of one.
 *
 * <p>Methods that answer an {@link InputStream} stream: the caller closes it, which cancels what is left of the work.
 */
@HttpExchange("/v1")
public interface StorageApi {

    // images

    /** Every image. */
    @GetExchange("/images")
    List<Image> images();

    /** One image. Not found: "No such image: REF". */
    @GetExchange("/image")
    Image image(@RequestParam String ref);

    /** Its history, newest first. */
    @GetExchange("/image/history")
    List<HistoryEntry> history(@RequestParam String ref);

    /** Gives an image a further name. */
    @PostExchange("/image/tag")
    void tag(@RequestParam String ref, @RequestParam String target);

    /** Takes a name off, and deletes the image with the last of them. Conflict: a container uses it. */
    @DeleteExchange("/image")
    List<ImageRemoval> removeImage(
            @RequestParam String ref,
            @RequestParam(defaultValue = "false") boolean force,
            @RequestParam(defaultValue = "false") boolean noPrune);

    /** Loads a docker-archive or OCI layout, also compressed; answers {@link Progress}. */
    @PostExchange(url = "/images/load", contentType = "application/x-tar")
    InputStream load(@RequestParam boolean quiet, @RequestBody InputStreamResource tar);

    /**
     * Makes an image of one layer of a tar; answers {@link Progress}.
     *
     * @param target name of the image; null: none
     * @param changes Dockerfile instructions such as {@code CMD ["sh"]}; empty ones count for nothing (a caller sends at
     *     least two, since Spring splits a single value at its commas)
     */
    @PostExchange(url = "/images/import", contentType = "application/x-tar")
    InputStream importImage(
            @RequestParam(required = false) @Nullable String target,
            @RequestParam(required = false) @Nullable String message,
            @RequestParam(required = false) @Nullable String platform,
            @RequestParam List<String> changes,
            @RequestBody InputStreamResource tar);

    /** Images as a docker-archive that is an OCI layout too. */
    @GetExchange("/images/save")
    InputStream save(@RequestParam List<String> refs);

    /** Pulls; answers {@link Progress}. */
    @PostExchange("/images/pull")
    InputStream pull(
            @RequestParam String ref,
            @RequestParam(required = false) @Nullable String platform,
            @RequestBody RegistryAuth auth);

    /** Pushes one tag, or every tag of a repository ({@code all}); answers {@link Progress}. */
    @PostExchange("/images/push")
    InputStream push(@RequestParam String ref, @RequestParam boolean all, @RequestBody RegistryAuth auth);

    /** Removes images that no container uses. */
    @PostExchange("/images/prune")
    ImagePrune pruneImages(@RequestBody PruneFilter filter);

    // snapshots

    /** Makes a snapshot, and the volumes that it needs. Not found: the image. */
    @PostExchange("/snapshots")
    Snapshot createSnapshot(@RequestBody SnapshotSpec spec);

    /** Ids of every snapshot. */
    @GetExchange("/snapshots")
    List<String> snapshots();

    /** One snapshot. */
    @GetExchange("/snapshots/{id}")
    Snapshot snapshot(@PathVariable String id);

    /** Mounts the root file system (and the volumes whose driver needs it); once, however often it is asked for. */
    @PostExchange("/snapshots/{id}/mount")
    MountedSnapshot mount(@PathVariable String id, @RequestBody MountRequest request);

    /** Unmounts it; nothing happens when it is not mounted. */
    @DeleteExchange("/snapshots/{id}/mount")
    void unmount(@PathVariable String id);

    /** Removes it and lets go of its volumes; {@code volumes}: deletes the anonymous ones. Absent: nothing happens. */
    @DeleteExchange("/snapshots/{id}")
    void removeSnapshot(@PathVariable String id, @RequestParam(defaultValue = "false") boolean volumes);

    /** A user of the root file system. */
    @PostExchange("/snapshots/{id}/user")
    UserIds user(@PathVariable String id, @RequestBody MountRequest request);

    /** Its size. */
    @GetExchange("/snapshots/{id}/size")
    SnapshotSize size(@PathVariable String id);

    /** What differs from the image. */
    @GetExchange("/snapshots/{id}/changes")
    List<Change> changes(@PathVariable String id);

    /** The whole root file system as a tar. */
    @GetExchange("/snapshots/{id}/export")
    InputStream export(@PathVariable String id);

    /**
     * What is at a path.
     *
     * @param pid of the running container, whose mounts then count too; 0 when it does not run
     */
    @GetExchange("/snapshots/{id}/path")
    PathStat stat(@PathVariable String id, @RequestParam String path, @RequestParam(defaultValue = "0") int pid);

    /** The file or folder at a path, as a tar. */
    @GetExchange("/snapshots/{id}/archive")
    InputStream readArchive(
            @PathVariable String id, @RequestParam String path, @RequestParam(defaultValue = "0") int pid);

    /** Unpacks a tar (also compressed) into a folder. */
    @PutExchange(url = "/snapshots/{id}/archive", contentType = "application/x-tar")
    void writeArchive(
            @PathVariable String id,
            @RequestParam String path,
            @RequestParam boolean noOverwriteDirNonDir,
            @RequestParam boolean copyUidGid,
            @RequestParam(defaultValue = "0") int pid,
            @RequestBody InputStreamResource tar);

    // volumes

    /** Every volume. */
    @GetExchange("/volumes")
    List<Volume> volumes();

    /** One volume. Not found: "get NAME: no such volume". */
    @GetExchange("/volumes/{name}")
    Volume volume(@PathVariable String name);

    /** Makes a volume; one of the same name, driver and options is answered as it is. */
    @PostExchange("/volumes")
    Volume createVolume(@RequestBody VolumeSpec spec);

    /** Deletes a volume. Conflict: a container uses it. */
    @DeleteExchange("/volumes/{name}")
    void removeVolume(@PathVariable String name, @RequestParam(defaultValue = "false") boolean force);

    /** Deletes volumes that no container uses. */
    @PostExchange("/volumes/prune")
    VolumePrune pruneVolumes(@RequestBody PruneFilter filter);

    // the host

    /** Disk use. */
    @GetExchange("/usage")
    StorageUsage usage();

    /** The graph driver. */
    @GetExchange("/status")
    StorageStatus status();
}
