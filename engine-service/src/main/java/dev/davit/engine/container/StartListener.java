package dev.davit.engine.container;

/** Who wants to be connected with a container's next process before it runs. */
public interface StartListener {

    /** The process is there and does not run yet; called by the thread that will start it. */
    void created(Run run);

    /** There will be no such process. */
    void failed();
}
