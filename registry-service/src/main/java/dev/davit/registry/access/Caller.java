package dev.davit.registry.access;

/** Who sent a request. */
public interface Caller {

    /** Where nobody has to say who they are. */
    Caller EVERYBODY = new Unnamed("", true);

    /** Who may nothing. */
    Caller NOBODY = new Unnamed("nobody", false);

    /** Unlike that of any other caller; empty where nobody has to say who they are. */
    String name();

    /** Whether this request may do it there. */
    boolean may(Action action, String repository);

    /** Whether lists may show the repository. */
    boolean sees(String repository);

    /** Whether lists may show all repositories. */
    boolean seesAll();
}
