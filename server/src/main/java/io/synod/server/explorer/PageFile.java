package io.synod.server.explorer;

import io.synod.server.front.PageAnswer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * One file of the page, kept as it is sent most: compressed.
 *
 * @param type the content type
 * @param tag names the content
 * @param zipped the content, compressed
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record PageFile(String type, String tag, byte[] zipped) {

  /** Nothing runs, and nothing is fetched, but what comes from here. */
  static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private static final int TAG_BYTES = 8;
  private static final byte[] NOTHING = {};

  static PageFile of(String type, byte[] content) {
    try (ByteArrayOutputStream bytes = new ByteArrayOutputStream(content.length)) {
      try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
        zip.write(content);
      }
      return new PageFile(type, tag(content), bytes.toByteArray());
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static String tag(byte[] content) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
      return HexFormat.of().formatHex(Arrays.copyOf(hash, TAG_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256.", e);
    }
  }

  /**
   * The answer to who asks for it.
   *
   * @param known the tags that the client names, as HTTP writes them
   * @param encodings what it understands, as HTTP writes it
   */
  PageAnswer answer(@Nullable String known, @Nullable String encodings) {
    boolean zip = takesGzip(encodings);
    String quoted = '"' + tag + (zip ? "-gzip" : "") + '"';
    if (known != null && names(known, quoted)) {
      return new PageAnswer(304, "", NOTHING, headers(quoted));
    }
    if (!zip) {
      return new PageAnswer(200, type, unzipped(), headers(quoted));
    }
    PageAnswer whole = new PageAnswer(200, type, zipped, headers(quoted));
    return whole.and("content-encoding", "gzip");
  }

  private static Map<String, String> headers(String quotedTag) {
    return Map.of(
        "etag", quotedTag,
        "cache-control", "no-cache",
        "vary", "accept-encoding",
        "content-security-policy", POLICY,
        "x-content-type-options", "nosniff",
        "referrer-policy", "no-referrer");
  }

  private static boolean names(String known, String quoted) {
    return Arrays.stream(known.split(",", -1))
        .map(String::strip)
        .map(tag -> tag.startsWith("W/") ? tag.substring(2) : tag)
        .anyMatch(tag -> tag.equals(quoted) || tag.equals("*"));
  }

  /** A weight of 0 means "not this one". */
  private static boolean takesGzip(@Nullable String encodings) {
    return encodings != null
        && Arrays.stream(encodings.split(",", -1))
            .map(each -> each.replace(" ", ""))
            .anyMatch(each -> each.matches("(gzip|\\*)(;q=(?!0(\\.0*)?$).*)?"));
  }

  private byte[] unzipped() {
    try (GZIPInputStream zip = new GZIPInputStream(new ByteArrayInputStream(zipped))) {
      return zip.readAllBytes();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
