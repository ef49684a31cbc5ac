package io.cameletl.internal.engine.driver;

import io.cameletl.VerificationReport;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the passes over pipelines' tables. Thread-safe; every method is a transaction of its own and throws an
 * {@link io.cameletl.EtlException} when the store cannot be reached.
 */
public interface PassStore {
    /**
     * @param setup tells what is compared
     * @return the pipeline's newest pass, if it was interrupted less than a day ago and compared the same; null otherwise
     */
    @Nullable
    KeptPass unfinished(String pipeline, String setup);

    /**
     * A pass begins.
     *
     * @param runNumber the run
     * @param table what is compared
     * @param allowed how many surplus rows it may delete; null when it only compares
     */
    KeptPass begin(String pipeline, long runNumber, String table, String setup, @Nullable Long allowed);

    /**
     * Keeps how far it has come.
     *
     * @param owner the holder of the lease
     * @throws io.cameletl.StaleLeaseException when the lease is no longer the owner's
     */
    void keep(String pipeline, String owner, PassStep step);

    /**
     * @param setup tells what is compared
     * @return the newest pass that compared the same, whatever others came after it, if it was interrupted less than a day
     *     ago; null otherwise
     */
    @Nullable
    KeptPass unfinishedOf(String pipeline, String setup);

    /** @return when full passes besides increments ended */
    LastFullPass lastFullPass(String pipeline);

    /** Full passes are counted from now on, if none has ended and none are counted yet. */
    void countFullPasses(String pipeline);

    /**
     * A full pass has ended.
     *
     * @param owner the holder of the lease; when it is another's, nothing is kept
     */
    void fullPassEnded(String pipeline, String owner);

    /** No pass of the pipeline that was interrupted goes on: the next begins anew. */
    void forget(String pipeline);

    /** @return the newest passes, newest first, at most 10; those that were not finished as {@code STOPPED} */
    List<VerificationReport> newest(String pipeline);
}
