package io.tallygate.ingest.http;

import java.util.List;

/**
 * What the sender of several events is told.
 *
 * @param accepted how many of them are in the audit log now
 * @param rejected how many of them are in quarantine
 * @param undetermined how many of them must be sent again
 * @param results one receipt an event, in the order in which they were sent
 */
record BatchReceipt(int accepted, int rejected, int undetermined, List<Receipt> results) {

    static BatchReceipt of(List<Receipt> receipts) {
        int accepted = (int) receipts.stream().filter(Receipt::isAccepted).count();
        int undetermined = (int)
                receipts.stream().filter(receipt -> receipt.status() == 503).count();
        return new BatchReceipt(accepted, receipts.size() - accepted - undetermined, undetermined, receipts);
    }
}
