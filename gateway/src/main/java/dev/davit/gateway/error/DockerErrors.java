package dev.davit.gateway.error;

import dev.davit.platform.error.DavitException;
import dev.davit.platform.error.ErrorKind;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** Failures as {@code {"message": …}} with Docker's status. */
@RestControllerAdvice
class DockerErrors {

    private static final Logger LOG = LoggerFactory.getLogger(DockerErrors.class);

    @ExceptionHandler
    ResponseEntity<ErrorBody> davit(DavitException failure, HttpServletRequest request) {
        if (failure.kind() == ErrorKind.INTERNAL) {
            LOG.error("{} {}", request.getMethod(), request.getRequestURI(), failure);
        }
        return answer(status(failure.kind()), failure.message());
    }

    // dockerd's router knows a path by its method too.
    @ExceptionHandler({
        NoHandlerFoundException.class,
        NoResourceFoundException.class,
        HttpRequestMethodNotSupportedException.class
    })
    ResponseEntity<ErrorBody> unknown() {
        return answer(HttpStatus.NOT_FOUND, "page not found");
    }

    // The client went away, or the service did in the middle of an answer: nobody reads what is written now.
    @ExceptionHandler
    @Nullable ResponseEntity<ErrorBody> broken(IOException failure, HttpServletRequest request) {
        LOG.debug("{} {}: {}", request.getMethod(), request.getRequestURI(), failure.toString());
        return null;
    }

    @ExceptionHandler
    ResponseEntity<ErrorBody> unexpected(Exception failure, HttpServletRequest request) {
        if (failure instanceof ErrorResponse response
                && response.getStatusCode().is4xxClientError()) {
            String detail = response.getBody().getDetail();
            return answer(HttpStatus.valueOf(response.getStatusCode().value()), detail == null ? "" : detail);
        }
        LOG.error("{} {}", request.getMethod(), request.getRequestURI(), failure);
        return answer(HttpStatus.INTERNAL_SERVER_ERROR, "the gateway failed: " + failure.getMessage());
    }

    private static ResponseEntity<ErrorBody> answer(HttpStatus status, String message) {
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_JSON)
                .body(new ErrorBody(message));
    }

    // dockerd knows neither 416 nor 507.
    private static HttpStatus status(ErrorKind kind) {
        return switch (kind) {
            case EXHAUSTED -> HttpStatus.INTERNAL_SERVER_ERROR;
            case OUT_OF_RANGE -> HttpStatus.BAD_REQUEST;
            default -> kind.status();
        };
    }
}
