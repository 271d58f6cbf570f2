package dev.davit.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.davit.platform.client.ServiceClients;
import dev.davit.platform.error.DavitException;
import dev.davit.platform.error.ErrorKind;
import dev.davit.platform.hijack.HijackedConnection;
import dev.davit.platform.hijack.RawConnection;
import dev.davit.platform.hijack.RawUpgrade;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.InputStreamResource;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.annotation.PostExchange;
import tools.jackson.databind.json.JsonMapper;

class SocketServiceTests {

    @TempDir
    static Path folder;

    private static Path socket;
    private static ConfigurableApplicationContext service;
    private static EchoApi client;

    @BeforeAll
    static void start() {
        socket = folder.resolve("echo.sock");
        service = new SpringApplicationBuilder(EchoService.class)
                .web(WebApplicationType.SERVLET)
                .properties(
                        "spring.config.import=classpath:davit-defaults.properties",
                        "davit.server.socket=" + socket,
                        "logging.structured.format.console=",
                        "spring.autoconfigure.exclude=org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration,"
                                + "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration,"
                                + "org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration")
                .run();
        client = service.getBean(ServiceClients.class).create(EchoApi.class, "echo", socket);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void callAnswersRecordOverSocket() {
        assertThat(client.greet("world")).isEqualTo(new Greeting("hello world"));
    }

    @Test
    void socketIsForOwnerAndGroupAlone() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                .isEqualTo("rw-rw----");
    }

    @Test
    void listenerHasOurLimitsAndNotThoseOfSpringBoot() {
        WebServer server = Objects.requireNonNull(((ServletWebServerApplicationContext) service).getWebServer());
        AbstractHttp11Protocol<?> listener = (AbstractHttp11Protocol<?>)
                ((TomcatWebServer) server).getTomcat().getConnector().getProtocolHandler();
        assertThat(listener.getMaxHttpRequestHeaderSize()).isEqualTo(32 * 1024);
        assertThat(listener.getAcceptCount()).isEqualTo(1000);
        assertThat(listener.getMaxConnections()).isNotEqualTo(8192);
    }

    @Test
    void failureArrivesWithKindAndMessage() {
        assertThatExceptionOfType(DavitException.class)
                .isThrownBy(() -> client.greet("nobody"))
                .withMessage("No such person: nobody")
                .satisfies(failure -> assertThat(failure.kind()).isEqualTo(ErrorKind.NOT_FOUND));
    }

    @Test
    void failureOfStreamedCallArrivesToo() {
        assertThatExceptionOfType(DavitException.class)
                .isThrownBy(() -> client.upper("fail", new InputStreamResource(new ByteArrayInputStream(new byte[3]))))
                .withMessage("told to fail");
    }

    @Test
    void unavailableIsAnAnswerAndNotAskedAgain() {
        assertThatExceptionOfType(DavitException.class)
                .isThrownBy(() -> client.greet("busy"))
                .withMessage("too busy to greet");
        assertThat(EchoService.BUSY).hasValue(1);
    }

    @Test
    void bodiesStreamBothWays() throws IOException {
        byte[] large = "abc".repeat(5_000_000).getBytes(StandardCharsets.UTF_8);
        try (InputStream answer = client.upper("go", new InputStreamResource(new ByteArrayInputStream(large)))) {
            assertThat(answer.readAllBytes()).isEqualTo("ABC".repeat(5_000_000).getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void bodyIsPassedOnToAnotherService() throws IOException {
        InputStreamResource text =
                new InputStreamResource(new ByteArrayInputStream("abc".getBytes(StandardCharsets.UTF_8)));
        try (InputStream answer = client.pass(text)) {
            assertThat(answer.readAllBytes()).isEqualTo("ABC".getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void headOfStreamArrivesBeforeItsBody() throws IOException {
        try (InputStream answer = client.late()) {
            EchoService.RELEASE.countDown(); // only reached when the call returned with the head alone
            assertThat(answer.readAllBytes()).isEqualTo("late".getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    @Timeout(10)
    void streamClosedBeforeItsEndDoesNotWaitForIt() throws IOException {
        client.never().close();
        assertThat(client.greet("again")).isEqualTo(new Greeting("hello again"));
    }

    @Test
    void streamIsClosedWhenItsClientLeavesThoughNothingIsWritten() throws Exception {
        client.silent().close();
        assertThat(EchoService.LEFT.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void requestSentWhileAStreamIsSilentIsServedAfterIt() throws Exception {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            channel.write(request("/pause", ""));
            Thread.sleep(500);
            channel.write(request("/greet/next", "Connection: close\r\n"));
            String answers = new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answers).containsSubsequence("HTTP/1.1 200", "paused", "HTTP/1.1 200", "hello next");
        }
    }

    private static ByteBuffer request(String path, String header) {
        return ByteBuffer.wrap(
                ("GET " + path + " HTTP/1.1\r\nHost: x\r\n" + header + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void absentServiceIsUnavailable() {
        EchoApi absent =
                service.getBean(ServiceClients.class).create(EchoApi.class, "echo", folder.resolve("absent.sock"));
        assertThatExceptionOfType(DavitException.class)
                .isThrownBy(() -> absent.greet("x"))
                .withMessageContaining("the echo service does not answer on")
                .satisfies(failure -> assertThat(failure.kind()).isEqualTo(ErrorKind.UNAVAILABLE));
    }

    @Test
    void hijackedConnectionGoesOnAfterHalfClose() throws IOException {
        try (RawConnection connection = RawUpgrade.post(socket, "/raw?times=2", JsonMapper.shared())) {
            assertThat(connection.contentType()).isEqualTo("application/vnd.docker.raw-stream");
            connection.out().write("ping".getBytes(StandardCharsets.UTF_8));
            connection.halfClose();
            assertThat(connection.in().readAllBytes()).isEqualTo("pingping".getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void hijackThatIsRefusedSaysWhy() {
        assertThatExceptionOfType(DavitException.class)
                .isThrownBy(() -> RawUpgrade.post(socket, "/raw?times=0", JsonMapper.shared()))
                .withMessage("times must be positive");
    }

    public record Greeting(String text) {}

    @HttpExchange
    public interface EchoApi {
        @GetExchange("/greet/{name}")
        Greeting greet(@PathVariable String name);

        @PostExchange(url = "/upper", contentType = "application/octet-stream")
        InputStream upper(@RequestParam String how, @RequestBody InputStreamResource text);

        @PostExchange(url = "/pass", contentType = "application/octet-stream")
        InputStream pass(@RequestBody InputStreamResource text);

        @GetExchange("/late")
        InputStream late();

        @GetExchange("/never")
        InputStream never();

        @GetExchange("/silent")
        InputStream silent();

        @GetExchange("/pause")
        InputStream pause();
    }

    @SpringBootApplication
    @RestController
    static class EchoService implements EchoApi {

        static final CountDownLatch RELEASE = new CountDownLatch(1);
        static final CountDownLatch LEFT = new CountDownLatch(1);
        static final AtomicInteger BUSY = new AtomicInteger();

        @Override
        public Greeting greet(String name) {
            if (name.equals("busy")) {
                BUSY.incrementAndGet();
                throw DavitException.unavailable("too busy to greet", null);
            }
            if (name.equals("nobody")) {
                throw DavitException.notFound("No such person: " + name);
            }
            return new Greeting("hello " + name);
        }

        @Override
        public InputStream upper(String how, InputStreamResource text) {
            if (how.equals("fail")) {
                throw DavitException.invalid("told to fail");
            }
            try (InputStream in = text.getInputStream()) {
                return new ByteArrayInputStream(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                        .toUpperCase(java.util.Locale.ROOT)
                        .getBytes(StandardCharsets.UTF_8));
            } catch (IOException failure) {
                throw DavitException.internal("cannot read", failure);
            }
        }

        @Override
        public InputStream pass(InputStreamResource text) {
            return client.upper("go", text);
        }

        @Override
        public InputStream late() {
            return new ByteArrayInputStream("late".getBytes(StandardCharsets.UTF_8)) {
                @Override
                public synchronized int read(byte[] buffer, int offset, int length) {
                    await(RELEASE);
                    return super.read(buffer, offset, length);
                }
            };
        }

        @Override
        public InputStream never() {
            return new ByteArrayInputStream(new byte[1]) {
                @Override
                public synchronized int read(byte[] buffer, int offset, int length) {
                    LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
                    buffer[offset] = 'x';
                    return 1;
                }
            };
        }

        @Override
        public InputStream silent() {
            return new InputStream() {
                @Override
                public int read() {
                    return read(new byte[1], 0, 1);
                }

                @Override
                public int read(byte[] buffer, int offset, int length) {
                    await(LEFT);
                    return -1;
                }

                @Override
                public void close() {
                    LEFT.countDown();
                }
            };
        }

        // Longer than the time between two looks after the client.
        @Override
        public InputStream pause() {
            return new ByteArrayInputStream("paused".getBytes(StandardCharsets.UTF_8)) {
                @Override
                public synchronized int read(byte[] buffer, int offset, int length) {
                    LockSupport.parkNanos(Duration.ofSeconds(pos == 0 ? 4 : 0).toNanos());
                    return super.read(buffer, offset, length);
                }
            };
        }

        private static void await(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        }

        @PostMapping("/raw")
        void raw(@RequestParam int times, HttpServletRequest request, HttpServletResponse response) throws IOException {
            if (times < 1) {
                throw DavitException.invalid("times must be positive");
            }
            HijackedConnection.upgrade(request, response, "tcp", "application/vnd.docker.raw-stream", (in, out) -> {
                byte[] all = in.readAllBytes();
                for (int i = 0; i < times; i++) {
                    out.write(all);
                    out.flush();
                }
            });
        }
    }
}
