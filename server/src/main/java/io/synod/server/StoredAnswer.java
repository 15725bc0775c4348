package io.synod.server;

import io.synod.server.front.Content;
import io.synod.store.answer.Encoding;
import java.nio.ByteBuffer;

/**
 * An answer that is read from the store while it is sent.
 *
 * @param encoding the answer
 */
record StoredAnswer(Encoding encoding) implements Content {

  @Override
  public long size() {
    return encoding.size();
  }

  @Override
  public void write(ByteBuffer out) {
    encoding.write(out);
  }

  @Override
  public long held() {
    return encoding.held();
  }

  @Override
  public void letGo() {
    encoding.letGo();
  }

  @Override
  public void close() {
    encoding.close();
  }
}
