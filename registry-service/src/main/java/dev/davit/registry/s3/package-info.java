/** Blobs as objects of an S3 bucket. */
@NullMarked
package dev.davit.registry.s3;

import org.jspecify.annotations.NullMarked;
