package io.cameletl.internal.engine.pass;

import java.util.List;
import java.util.Map;

/** One side of a comparison. Each method is one statement, which sees what is committed by then. Thread-safe but for {@link #hashBy}. */
public interface Side {
    /**
     * @return what tells whether the other side's {@link Hashing#NATIVE} gives the same hashes
     * @throws io.cameletl.EtlException when the database cannot be asked, as all methods
     */
    String hashes();

    /** All that follows is hashed so. */
    void hashBy(Hashing hashing);

    /**
     * @param buckets into how many buckets the rows fall, a power of two
     * @param within whose rows count
     * @return the sums of the buckets that have rows
     */
    Map<Integer, Sum> sums(KeyRange range, int buckets, Slice within);

    /** @return the rows of a range, one by one */
    List<KeyedHash> rows(KeyRange range, Slice within);
}
