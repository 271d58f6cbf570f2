package dev.davit.registry;

import dev.davit.registry.blob.BlobStore;
import dev.davit.registry.blob.StagedBlob;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * A registry that ends without any farewell, as by kill -9, when it comes to the point that the file of the property
 * {@code halt} names: in the body of a PATCH or PUT, behind a method of what is staged, or before a statement.
 */
final class Halting {

    private static final int SOME = 6_000_000; // more than a part of the smallest size

    private Halting() {}

    public static void main(String[] arguments) {
        SpringApplication application = new SpringApplication(RegistryApplication.class);
        application.addPrimarySources(List.of(Points.class));
        application.run(arguments);
    }

    private static void at(String point) {
        Path file = Path.of(System.getProperty("halt"));
        try {
            if (Files.exists(file) && point.startsWith(Files.readString(file))) {
                Runtime.getRuntime().halt(137);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @TestConfiguration
    static class Points {

        @Bean
        static BeanPostProcessor points() {
            return new BeanPostProcessor() {
                @Override
                public Object postProcessAfterInitialization(Object bean, String name) {
                    return switch (bean) {
                        case BlobStore store -> watched(BlobStore.class, store);
                        case DataSource source -> watched(DataSource.class, source);
                        default -> bean;
                    };
                }
            };
        }
    }

    private static Object watched(Class<?> type, Object target) {
        return Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> call(target, method, arguments == null ? new Object[0] : arguments));
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        if (method.getName().equals("prepareStatement")) {
            at(String.valueOf(arguments[0]).toLowerCase(Locale.ROOT));
        }
        if (method.getName().equals("append")) {
            arguments[0] = new Body((InputStream) arguments[0]);
        }
        Object result;
        try {
            result = method.invoke(target, arguments);
        } catch (InvocationTargetException failure) {
            throw failure.getCause();
        }
        if (target instanceof StagedBlob) {
            at(method.getName());
        }
        return switch (result) {
            case StagedBlob staged -> watched(StagedBlob.class, staged);
            case Connection connection -> watched(Connection.class, connection);
            case null, default -> result;
        };
    }

    private static final class Body extends FilterInputStream {

        private long left = SOME;

        Body(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int n = super.read(buffer, offset, length);
            left -= Math.max(0, n);
            if (left <= 0) {
                at("body");
            }
            return n;
        }
    }
}
