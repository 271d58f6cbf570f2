package dev.davit.engine.container;

import dev.davit.platform.error.DavitException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/** Names of containers: which are allowed, and making one up. */
public final class Names {

    private static final Pattern ALLOWED = Pattern.compile("/?[a-zA-Z0-9][a-zA-Z0-9_.-]+");

    private static final String[] ADJECTIVES = {
        "agile", "amber", "ample", "astute", "balmy", "blithe", "bold", "brave", "breezy", "bright", "brisk", "calm",
        "candid", "careful", "cheery", "clear", "clever", "cosy", "crisp", "curious", "daring", "deft", "diligent",
        "eager", "earnest", "easy", "fair", "fearless", "fond", "frank", "free", "fresh", "gentle", "gifted", "glad",
        "golden", "graceful", "grand", "hardy", "hearty", "honest", "hopeful", "humble", "jolly", "joyful", "keen",
        "kind", "lively", "lucid", "lucky", "mellow", "merry", "mighty", "mindful", "modest", "neat", "nimble",
        "noble", "patient", "placid", "plucky", "polite", "prompt", "proud", "quick", "quiet", "radiant", "rapid",
        "ready", "robust", "serene", "sharp", "shiny", "silent", "sincere", "sleek", "smart", "snappy", "solid",
        "spry", "steady", "stoic", "sturdy", "subtle", "sunny", "swift", "tender", "thrifty", "tidy", "tranquil",
        "trusty", "upbeat", "valiant", "vivid", "warm", "witty", "worthy", "zesty"
    };

    // People of science, engineering and the sea.
    private static final String[] SURNAMES = {
        "abel", "alhazen", "ampere", "anning", "avogadro", "babbage", "bernoulli", "bessel", "boole", "brahe",
        "cantor", "cassini", "cauchy", "cavendish", "chatelet", "cook", "copernicus", "coulomb", "crick", "curie",
        "dalton", "darwin", "davy", "descartes", "dirac", "doppler", "earhart", "edison", "erdos", "euclid", "euler",
        "faraday", "fermat", "fermi", "feynman", "fourier", "franklin", "galilei", "galois", "gauss", "germain",
        "goedel", "goodall", "hall", "hamilton", "hertz", "hilbert", "hooke", "hopper", "hubble", "huygens", "hypatia",
        "jacobi", "joule", "kelvin", "kepler", "khayyam", "kovalevskaya", "lagrange", "laplace", "lavoisier",
        "leavitt", "leibniz", "linnaeus", "lovelace", "lyell", "magellan", "markov", "maxwell", "meitner", "mendel",
        "mercator", "mitchell", "nansen", "napier", "newton", "nightingale", "noether", "ohm", "pascal", "pasteur",
        "payne", "planck", "poincare", "ptolemy", "ramanujan", "riemann", "ride", "rutherford", "sagan", "shannon",
        "somerville", "tesla", "thales", "torricelli", "turing", "vesalius", "volta", "watt", "weierstrass", "wu"
    };

    private Names() {}

    /** The name without its leading slash. Invalid: characters that are not allowed. */
    public static String check(String name) {
        if (!ALLOWED.matcher(name).matches()) {
            throw DavitException.invalid(
                    "Invalid container name (" + name + "), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed");
        }
        return name.startsWith("/") ? name.substring(1) : name;
    }

    /** A name such as {@code brisk_noether}; with a digit from the {@code attempt}th on, when many are taken. */
    static String suggest(int attempt) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        String name = ADJECTIVES[random.nextInt(ADJECTIVES.length)] + "_" + SURNAMES[random.nextInt(SURNAMES.length)];
        return attempt == 0 ? name : name + random.nextInt(10 * attempt);
    }
}
