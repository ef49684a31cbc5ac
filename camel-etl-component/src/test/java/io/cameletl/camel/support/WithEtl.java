package io.cameletl.camel.support;

import io.cameletl.support.WithPostgres;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/** Each test has databases of its own, and a context that knows them in its field of type {@link EtlContext}. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@WithPostgres
@ExtendWith(EtlExtension.class)
public @interface WithEtl {}
