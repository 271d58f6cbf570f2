package dev.davit.platform.error;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Failures as problem details (RFC 9457), with the {@code kind} beside. */
@RestControllerAdvice
public class ProblemAdvice extends ResponseEntityExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

    @ExceptionHandler
    @Nullable ResponseEntity<Object> davit(DavitException failure, WebRequest request) {
        if (failure.kind() == ErrorKind.INTERNAL) {
            LOG.error("{}", request.getDescription(false), failure);
        }
        return problem(failure, failure.kind(), failure.message(), request);
    }

    @ExceptionHandler
    @Nullable ResponseEntity<Object> unexpected(RuntimeException failure, WebRequest request) {
        LOG.error("{}", request.getDescription(false), failure);
        return problem(failure, ErrorKind.INTERNAL, String.valueOf(failure.getMessage()), request);
    }

    private @Nullable ResponseEntity<Object> problem(
            Exception failure, ErrorKind kind, String message, WebRequest request) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(kind.status(), message);
        problem.setProperty("kind", kind.name());
        return handleExceptionInternal(failure, problem, new HttpHeaders(), kind.status(), request);
    }

    @Override
    protected ResponseEntity<Object> createResponseEntity(
            @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        if (body instanceof ProblemDetail problem
                && (problem.getProperties() == null || !problem.getProperties().containsKey("kind"))) {
            problem.setProperty("kind", ErrorKind.of(status.value()).name());
        }
        return super.createResponseEntity(body, headers, status, request);
    }
}
