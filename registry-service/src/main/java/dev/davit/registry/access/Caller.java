package dev.davit.registry.access;

/** Who sent a request. */
public interface Caller {

    /** Where nobody has to say who they are. */
    Caller EVERYBODY = new Caller() {
        @Override
        public String name() {
            return "";
        }

        @Override
        public boolean may(Action action, String repository) {
            return true;
        }

        @Override
        public boolean sees(String repository) {
            return true;
        }

        @Override
        public boolean seesAll() {
            return true;
        }
    };

    /** Who may nothing. */
    Caller NOBODY = new Caller() {
        @Override
        public String name() {
            return "nobody";
        }

        @Override
        public boolean may(Action action, String repository) {
            return false;
        }

        @Override
        public boolean sees(String repository) {
            return false;
        }

        @Override
        public boolean seesAll() {
            return false;
        }
    };

    /** Unlike that of any other caller; empty where nobody has to say who they are. */
    String name();

    /** Whether this request may do it there. */
    boolean may(Action action, String repository);

    /** Whether lists may show the repository. */
    boolean sees(String repository);

    /** Whether lists may show all repositories. */
    boolean seesAll();
}
