package dev.davit.registry.access;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** A component that an open registry does without, and takes no memory for. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Conditional(WhenAuthIsOn.IsOn.class)
public @interface WhenAuthIsOn {

    /** Anything but {@code none} is on: a setting that is misspelt must not open the registry. */
    class IsOn implements Condition {

        /** Spring's. */
        public IsOn() {}

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return !context.getEnvironment()
                    .getProperty("davit.registry.auth.mode", "none")
                    .equalsIgnoreCase("none");
        }
    }
}
