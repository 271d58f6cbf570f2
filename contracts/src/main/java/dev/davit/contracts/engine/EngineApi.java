package dev.davit.contracts.engine;

import dev.davit.contracts.storage.Change;
import dev.davit.contracts.storage.PathStat;
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
 * Containers and execs of one host. {@code ref} is an id, an unambiguous prefix of one, or a name.
 *
 * <p>Attaching is not here, since it leaves HTTP: {@code POST /v1/containers/{ref}/attach} with {@code stdin},
 * {@code stdout}, {@code stderr}, {@code stream}, {@code logs} (booleans) and {@code detachKeys}, and
 * {@code POST /v1/execs/{id}/attach} (which starts the exec; {@code rows}, {@code cols}, {@code tty}), both with
 * {@code Upgrade: tcp}, answer 101 and then carry raw bytes: from the client stdin, to the client the output, framed
 * as Docker's multiplexed stream unless the process has a terminal; the Content-Type of the 101 says which.
 *
 * <p>Methods that answer an {@link InputStream} stream: the caller closes it. Errors are problem details with a
 * {@code kind} (see {@code platform}).
 */
@HttpExchange("/v1")
public interface EngineApi {

    /**
     * Creates a container. {@code name} null: one is made up. Not found: the image; conflict: the name.
     */
    @PostExchange("/containers")
    CreatedContainer create(@RequestParam(required = false) @Nullable String name, @RequestBody ContainerSpec spec);

    /** Every container, newest first. */
    @GetExchange("/containers")
    List<Container> list(@RequestParam(defaultValue = "false") boolean size);

    /** One container. */
    @GetExchange("/containers/{ref}")
    Container inspect(@PathVariable String ref, @RequestParam(defaultValue = "false") boolean size);

    /** Starts it; unchanged when it runs. */
    @PostExchange("/containers/{ref}/start")
    Outcome start(@PathVariable String ref);

    /** Sends the stop signal, then SIGKILL after {@code timeout} seconds (-1: never); unchanged when it does not run. */
    @PostExchange("/containers/{ref}/stop")
    Outcome stop(
            @PathVariable String ref,
            @RequestParam(required = false) @Nullable String signal,
            @RequestParam(required = false) @Nullable Integer timeout);

    /** Stops, if it runs, and starts. */
    @PostExchange("/containers/{ref}/restart")
    void restart(
            @PathVariable String ref,
            @RequestParam(required = false) @Nullable String signal,
            @RequestParam(required = false) @Nullable Integer timeout);

    /** Sends a signal, SIGKILL by default. Conflict: not running. */
    @PostExchange("/containers/{ref}/kill")
    void kill(@PathVariable String ref, @RequestParam(required = false) @Nullable String signal);

    /** Freezes every process. */
    @PostExchange("/containers/{ref}/pause")
    void pause(@PathVariable String ref);

    /** Thaws. */
    @PostExchange("/containers/{ref}/unpause")
    void unpause(@PathVariable String ref);

    /** Gives it another name. Conflict: the name is in use. */
    @PostExchange("/containers/{ref}/rename")
    void rename(@PathVariable String ref, @RequestParam String name);

    /** Changes limits; answers warnings. */
    @PostExchange("/containers/{ref}/update")
    List<String> update(@PathVariable String ref, @RequestBody UpdateSpec spec);

    /**
     * Waits for the condition. The response's head is sent as soon as the wait is registered; the body, one
     * {@link ExitStatus}, when the condition holds.
     */
    @PostExchange("/containers/{ref}/wait")
    InputStream await(@PathVariable String ref, @RequestParam(defaultValue = "NOT_RUNNING") WaitCondition condition);

    /** Removes it. Conflict: it runs and {@code force} is false. {@code volumes}: its anonymous volumes too. */
    @DeleteExchange("/containers/{ref}")
    void remove(
            @PathVariable String ref,
            @RequestParam(defaultValue = "false") boolean force,
            @RequestParam(defaultValue = "false") boolean volumes);

    /** Sets the size of the terminal, in characters. */
    @PostExchange("/containers/{ref}/resize")
    void resize(@PathVariable String ref, @RequestParam int rows, @RequestParam int cols);

    /**
     * The output so far, framed as on attach.
     *
     * @param since RFC 3339 or seconds of the epoch with a fraction; null: from the start
     * @param tail number of lines, or {@code all}
     */
    @GetExchange("/containers/{ref}/logs")
    InputStream logs(
            @PathVariable String ref,
            @RequestParam boolean follow,
            @RequestParam boolean stdout,
            @RequestParam boolean stderr,
            @RequestParam(required = false) @Nullable String since,
            @RequestParam(required = false) @Nullable String until,
            @RequestParam boolean timestamps,
            @RequestParam(defaultValue = "all") String tail);

    /** {@link StatsSample}s as JSON, a line each: one, or with {@code stream} one a second. */
    @GetExchange("/containers/{ref}/stats")
    InputStream stats(@PathVariable String ref, @RequestParam boolean stream);

    /** Its processes; {@code args} are those of {@code ps}, {@code -ef} by default. */
    @GetExchange("/containers/{ref}/processes")
    ProcessTable processes(@PathVariable String ref, @RequestParam(defaultValue = "-ef") String args);

    /** What differs from the image. */
    @GetExchange("/containers/{ref}/changes")
    List<Change> changes(@PathVariable String ref);

    /** The whole file system as a tar. */
    @GetExchange("/containers/{ref}/export")
    InputStream export(@PathVariable String ref);

    /** What is at a path in the container. */
    @GetExchange("/containers/{ref}/path")
    PathStat stat(@PathVariable String ref, @RequestParam String path);

    /** The file or folder at a path, as a tar. */
    @GetExchange("/containers/{ref}/archive")
    InputStream readArchive(@PathVariable String ref, @RequestParam String path);

    /** Unpacks a tar (also compressed) into a folder of the container. */
    @PutExchange(url = "/containers/{ref}/archive", contentType = "application/x-tar")
    void writeArchive(
            @PathVariable String ref,
            @RequestParam String path,
            @RequestParam boolean noOverwriteDirNonDir,
            @RequestParam boolean copyUidGid,
            @RequestBody InputStreamResource tar);

    /**
     * Removes what does not run.
     *
     * @param filters as of Docker, JSON; null: all
     */
    @PostExchange("/containers/prune")
    PruneReport prune(@RequestParam(required = false) @Nullable String filters);

    /** Makes an exec; it starts when it is attached or started. Conflict: the container does not run. */
    @PostExchange("/containers/{ref}/execs")
    Exec createExec(@PathVariable String ref, @RequestBody ExecSpec spec);

    /** One exec. */
    @GetExchange("/execs/{id}")
    Exec exec(@PathVariable String id);

    /** Starts an exec with nobody attached. */
    @PostExchange("/execs/{id}/start")
    void startExec(@PathVariable String id);

    /** Sets the size of an exec's terminal. */
    @PostExchange("/execs/{id}/resize")
    void resizeExec(@PathVariable String id, @RequestParam int rows, @RequestParam int cols);

    /**
     * {@link Event}s as JSON, a line each, from {@code since} on (inclusive, RFC 3339; null: from now), until
     * {@code until} or, when that is null, for ever.
     */
    @GetExchange("/events")
    InputStream events(
            @RequestParam(required = false) @Nullable String since,
            @RequestParam(required = false) @Nullable String until);

    /** The engine and its host. */
    @GetExchange("/status")
    EngineStatus status();
}
