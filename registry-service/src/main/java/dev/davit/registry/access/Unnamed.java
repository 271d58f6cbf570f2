package dev.davit.registry.access;

/** A caller who may do everything, or nothing. */
record Unnamed(String name, boolean everything) implements Caller {

    @Override
    public boolean may(Action action, String repository) {
        return everything;
    }

    @Override
    public boolean sees(String repository) {
        return everything;
    }

    @Override
    public boolean seesAll() {
        return everything;
    }
}
