package dev.davit.platform.socket;

import java.io.IOException;
import org.apache.coyote.Adapter;
import org.apache.coyote.Processor;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.SocketWrapperBase;

/** Tomcat's HTTP/1.1, whose requests find their {@link RequestSocket}. */
public final class SocketProtocol extends Http11NioProtocol {

    /** Tomcat makes it by its name. */
    public SocketProtocol() {}

    @Override
    protected Processor createProcessor() {
        return new SocketProcessor(this, getAdapter());
    }

    private static final class SocketProcessor extends Http11Processor {

        SocketProcessor(AbstractHttp11Protocol<?> protocol, Adapter adapter) {
            super(protocol, adapter);
        }

        @Override
        public SocketState service(SocketWrapperBase<?> socket) throws IOException {
            return RequestSocket.during(socket, getRequest(), () -> super.service(socket));
        }
    }
}
