package dev.davit.contracts.engine;

/**
 * When an exited container starts again.
 *
 * @param name {@code no}, {@code always}, {@code unless-stopped}, {@code on-failure}
 * @param maximumRetryCount for {@code on-failure}; 0 unlimited
 */
public record RestartPolicy(String name, int maximumRetryCount) {
    /** Never. */
    public static final RestartPolicy NO = new RestartPolicy("no", 0);
}
