import java.io.*;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.security.MessageDigest;
import java.util.*;
import java.util.concurrent.atomic.LongAdder;

/** Plain sockets, so that the client costs little; the same code for both registries. */
class RegistryBench {
    static final int SIZE = 100 << 20;
    static final byte[] LARGE = new byte[SIZE];
    static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";

    record Peer(String name, int port, long pid) {}

    static String digest(byte[] content) throws Exception {
        return "sha256:" + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    }

    static String location(RegistryConnection c, String digest) {
        String location = c.headers.get("location").replaceFirst("^http://[^/]*", "");
        return digest == null ? location : location + (location.contains("?") ? "&" : "?") + "digest=" + digest;
    }

    static String pushed = "";

    static double push(Peer peer) throws Exception {
        System.arraycopy(Long.toString(System.nanoTime()).getBytes(), 0, LARGE, 0, 10);
        pushed = digest(LARGE);
        try (RegistryConnection c = new RegistryConnection(peer.port)) {
            long begin = System.nanoTime();
            c.expect(202, c.send("POST", "/v2/bench/blobs/uploads/", "application/octet-stream", new byte[0]));
            c.expect(202, c.send("PATCH", location(c, null), "application/octet-stream", LARGE));
            c.expect(201, c.send("PUT", location(c, pushed), "application/octet-stream", new byte[0]));
            return SIZE / 1e6 / ((System.nanoTime() - begin) / 1e9);
        }
    }

    static double get(Peer peer, String digest) throws Exception {
        try (RegistryConnection c = new RegistryConnection(peer.port)) {
            long begin = System.nanoTime();
            c.expect(200, c.send("GET", "/v2/bench/blobs/" + digest, "", null));
            return SIZE / 1e6 / ((System.nanoTime() - begin) / 1e9);
        }
    }

    static double rps(Peer peer, String path) throws Exception {
        LongAdder answers = new LongAdder();
        long begin = System.nanoTime();
        long end = begin + 2_000_000_000L;
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            threads.add(Thread.ofPlatform().start(() -> {
                try (RegistryConnection c = new RegistryConnection(peer.port)) {
                    while (System.nanoTime() < end) {
                        c.expect(200, c.send("GET", path, "", null));
                        answers.increment();
                    }
                } catch (IOException failure) {
                    throw new UncheckedIOException(failure);
                }
            }));
        }
        for (Thread thread : threads) thread.join();
        return answers.sum() / ((System.nanoTime() - begin) / 1e9);
    }

    static final int CLIENTS = 10;
    static final int TIMES = 10;

    /** A client that sends 1 GB of its own and reads it back. */
    static void move(Peer peer, int client) throws Exception {
        byte[] own = ("client " + client + " " + System.nanoTime() + " ".repeat(100)).substring(0, 100).getBytes();
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        sha.update(own);
        for (int i = 0; i < TIMES; i++) sha.update(LARGE);
        String digest = "sha256:" + HexFormat.of().formatHex(sha.digest());
        try (RegistryConnection c = new RegistryConnection(peer.port)) {
            c.expect(202, c.send("POST", "/v2/bench/blobs/uploads/", "application/octet-stream", new byte[0]));
            long length = own.length + (long) TIMES * SIZE;
            String head = "PATCH " + location(c, null) + " HTTP/1.1\r\nHost: localhost\r\n"
                    + "Content-Type: application/octet-stream\r\nContent-Length: " + length + "\r\n\r\n";
            c.out.write(head.getBytes(StandardCharsets.ISO_8859_1));
            c.out.write(own);
            for (int i = 0; i < TIMES; i++) c.out.write(LARGE);
            c.expect(202, c.answer());
            c.expect(201, c.send("PUT", location(c, digest), "application/octet-stream", new byte[0]));
            c.expect(200, c.send("GET", "/v2/bench/blobs/" + digest, "", null));
        }
    }

    /** Resident memory before, at most, and after ten clients moved 1 GB each, up and down, at the same time. */
    static void memory(Peer peer) throws Exception {
        long before = status(peer, "VmRSS:");
        long begin = System.nanoTime();
        everywhere(CLIENTS, i -> move(peer, i));
        System.out.printf(Locale.ROOT, "%n%s: %d clients moved 1 GB each, up and down, in %.0f s: %d MB resident before,"
                        + " %d at most ever, %d after%n",
                peer.name, CLIENTS, (System.nanoTime() - begin) / 1e9, before / 1024, status(peer, "VmHWM:") / 1024,
                status(peer, "VmRSS:") / 1024);
    }

    interface Numbered {
        void run(int number) throws Exception;
    }

    static void everywhere(int threads, Numbered work) throws Exception {
        List<Thread> running = new ArrayList<>();
        List<Exception> failures = Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < threads; i++) {
            int number = i;
            running.add(Thread.ofPlatform().start(() -> {
                try {
                    work.run(number);
                } catch (Exception failure) {
                    failures.add(failure);
                }
            }));
        }
        for (Thread thread : running) thread.join();
        if (!failures.isEmpty()) throw failures.getFirst();
    }

    static final int MANY = 10_000;

    /** Ten thousand tags in one repository, and ten thousand repositories. */
    static void fill(Peer peer, byte[] small) throws Exception {
        byte[] manifest = manifest(small);
        String mount = "/blobs/uploads/?mount=" + digest(small) + "&from=bench";
        everywhere(8, thread -> {
            try (RegistryConnection c = new RegistryConnection(peer.port)) {
                for (int i = thread; i < MANY; i += 8) {
                    String number = "%05d".formatted(i);
                    c.expect(201, c.send("PUT", "/v2/bench/manifests/t" + number, MANIFEST, manifest));
                    c.expect(201, c.send("POST", "/v2/many/r" + number + mount, "text/plain", new byte[0]));
                    c.expect(201, c.send("PUT", "/v2/many/r" + number + "/manifests/latest", MANIFEST, manifest));
                }
            }
        });
    }

    /** Milliseconds of one page. */
    static double page(Peer peer, String path) throws Exception {
        try (RegistryConnection c = new RegistryConnection(peer.port)) {
            c.expect(200, c.send("GET", "/v2/", "", null));
            long begin = System.nanoTime();
            c.expect(200, c.send("GET", path, "", null));
            return (System.nanoTime() - begin) / 1e6;
        }
    }

    static byte[] manifest(byte[] small) throws Exception {
        String descriptor = "{\"mediaType\":\"application/vnd.oci.image.config.v1+json\",\"size\":" + small.length
                + ",\"digest\":\"" + digest(small) + "\"}";
        return ("{\"schemaVersion\":2,\"mediaType\":\"" + MANIFEST + "\",\"config\":" + descriptor + ",\"layers\":["
                        + descriptor + "]}")
                .getBytes();
    }

    static void image(Peer peer, byte[] small) throws Exception {
        try (RegistryConnection c = new RegistryConnection(peer.port)) {
            c.expect(202, c.send("POST", "/v2/bench/blobs/uploads/", "application/octet-stream", new byte[0]));
            c.expect(201, c.send("PUT", location(c, digest(small)), "application/octet-stream", small));
            c.expect(201, c.send("PUT", "/v2/bench/manifests/latest", MANIFEST, manifest(small)));
        }
    }

    static long status(Peer peer, String field) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + peer.pid + "/status"))) {
            if (line.startsWith(field)) return Long.parseLong(line.replaceAll("\\D", ""));
        }
        return 0;
    }

    /** Nanoseconds that each thread has run: the clock ticks of the process are too coarse for one GET. */
    static Map<String, Long> cpu(Peer peer) throws IOException {
        Map<String, Long> threads = new HashMap<>();
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc/" + peer.pid + "/task"))) {
            for (Path task : tasks) {
                try {
                    String run = Files.readString(task.resolve("schedstat")).split(" ")[0];
                    threads.put(task.getFileName().toString(), Long.parseLong(run));
                } catch (IOException ended) {
                    // what it did is not known
                }
            }
        }
        return threads;
    }

    /** Milliseconds since. */
    static double cpuSince(Map<String, Long> before, Peer peer) throws IOException {
        double nanos = 0;
        for (Map.Entry<String, Long> thread : cpu(peer).entrySet()) {
            nanos += thread.getValue() - before.getOrDefault(thread.getKey(), 0L);
        }
        return nanos / 1e6;
    }

    interface Work {
        double run(Peer peer) throws Exception;
    }

    static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    static void compare(String what, int rounds, List<Peer> peers, Work work, double perRound) throws Exception {
        List<List<Double>> figures = List.of(new ArrayList<>(), new ArrayList<>());
        List<List<Double>> cpu = List.of(new ArrayList<>(), new ArrayList<>());
        for (int round = -1; round < rounds; round++) { // the first warms up
            for (int i = 0; i < 2; i++) {
                Map<String, Long> before = cpu(peers.get(i));
                double figure = work.run(peers.get(i));
                double used = cpuSince(before, peers.get(i));
                if (round >= 0) {
                    figures.get(i).add(figure);
                    cpu.get(i).add(perRound > 0 ? used / perRound : 1000 * used / (2 * figure));
                }
            }
        }
        double ours = median(figures.get(0));
        double theirs = median(figures.get(1));
        System.out.printf(Locale.ROOT, "| %s | %.1f | %.1f | %.2f | %.1f | %.1f |%n", what, ours, theirs, ours / theirs,
                median(cpu.get(0)), median(cpu.get(1)));
    }

    public static void main(String[] arguments) throws Exception {
        int rounds = Integer.parseInt(arguments[0]);
        List<Peer> peers = List.of(
                new Peer("davit", Integer.parseInt(arguments[1]), Long.parseLong(arguments[2])),
                new Peer("docker-registry", Integer.parseInt(arguments[3]), Long.parseLong(arguments[4])));
        for (Peer peer : peers) {
            for (int i = 0; ; i++) {
                try (RegistryConnection c = new RegistryConnection(peer.port)) {
                    c.expect(200, c.send("GET", "/v2/", "", null));
                    break;
                } catch (IOException notYet) {
                    if (i > 600) throw notYet;
                    Thread.sleep(100);
                }
            }
            System.out.println(peer.name + ": " + status(peer, "VmRSS:") / 1024 + " MB resident when ready  ");
        }
        new Random(1).nextBytes(LARGE);
        byte[] small = new byte[248];
        for (Peer peer : peers) image(peer, small);
        System.out.println("\n| median of " + rounds + " | davit | docker-registry | ratio | CPU davit | CPU theirs |");
        System.out.println("|---|---|---|---|---|---|");
        compare("push 100 MiB, POST+PATCH+PUT, MB/s (CPU: ms)", rounds, peers, RegistryBench::push, 1);
        Map<Peer, String> held = new HashMap<>();
        for (Peer peer : peers) {
            push(peer);
            held.put(peer, pushed);
        }
        compare("GET 100 MiB, MB/s (CPU: ms)", rounds, peers, peer -> get(peer, held.get(peer)), 1);
        String blob = "/v2/bench/blobs/" + digest(small);
        compare("manifest by tag, rps (CPU: µs each)", rounds, peers, peer -> rps(peer, "/v2/bench/manifests/latest"), 0);
        compare("blob of 248 B, rps (CPU: µs each)", rounds, peers, peer -> rps(peer, blob), 0);
        compare("/v2/, rps (CPU: µs each)", rounds, peers, peer -> rps(peer, "/v2/"), 0);
        for (Peer peer : peers) fill(peer, small);
        compare("page of 1,000 of 10,000 tags, ms", rounds, peers, peer -> page(peer, "/v2/bench/tags/list?n=1000&last=t05000"), 1);
        compare("page of 1,000 of 10,000 repositories, ms", rounds, peers, peer -> page(peer, "/v2/_catalog?n=1000&last=many/r05000"), 1);
        for (Peer peer : peers) memory(peer);
    }
}
