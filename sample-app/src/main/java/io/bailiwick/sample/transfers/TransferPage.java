package io.bailiwick.sample.transfers;

import java.util.List;

/**
 * One page of a wallet's transfers, newest first.
 *
 * @param transfers at most as many as fit on a page
 * @param page the number of this page, from 0
 * @param size how many transfers a page holds at most
 * @param hasNext whether there are older transfers
 */
record TransferPage(List<Transfer> transfers, int page, int size, boolean hasNext) {

}
