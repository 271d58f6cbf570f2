package dev.davit.platform.hijack;

import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/**
 * Lets an upgraded response carry a Content-Type. Tomcat drops the one that is set through the servlet API from a 101,
 * which has no body in its eyes; Docker's clients tell framed from raw output by it.
 */
public class RawContentTypeValve extends ValveBase {

    static final String ATTRIBUTE = RawContentTypeValve.class.getName();

    /** A valve. */
    public RawContentTypeValve() {
        super(true);
    }

    /** Sets the header behind the servlet API's back. */
    @FunctionalInterface
    interface HeaderSetter {
        void set(String contentType);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        HeaderSetter setter = contentType -> request.getCoyoteRequest()
                .getResponse()
                .getMimeHeaders()
                .setValue("Content-Type")
                .setString(contentType);
        request.setAttribute(ATTRIBUTE, setter);
        getNext().invoke(request, response);
    }
}
