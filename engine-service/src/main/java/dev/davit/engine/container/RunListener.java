package dev.davit.engine.container;

/** Who is told of the beginning and the end of runs, after they are committed. */
public interface RunListener {

    /** It runs. */
    void started(LiveContainer container, Run run);

    /** It has ended. */
    void ended(LiveContainer container, Run run);
}
