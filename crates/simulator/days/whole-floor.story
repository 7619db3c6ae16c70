# Cả sàn: one call of every kind, five minutes in all, everybody ready again at its end.
# Answered.
00:01 call A from 0912345601 to "Bán hàng"
00:03 ring A "Hồng Nhung"
00:07 answer A "Hồng Nhung"
00:47 hang-up A by caller

# Missed by one, answered by another.
00:05 call B from 0912345602 to "Kỹ thuật"
00:07 ring B "Văn Minh"
00:22 miss B "Văn Minh"
00:24 ring B "Ngọc Trâm"
00:29 answer B "Ngọc Trâm"
01:20 hang-up B by agent

# Ring-all: three phones, one winner, two who lose the race.
00:10 call C from 0912345603 to "Bán hàng"
00:12 ring-all C 1006 1011 1016
00:17 answer C 1011
01:00 hang-up C by caller

# Abandoned while a phone rings.
00:20 call D from 0912345604 to "Khiếu nại"
00:22 ring D
00:33 abandon D

# Blind transfer: to a colleague, and another to a queue.
00:40 call E from 0912345605 to "Bảo hành"
00:42 answer E 1004
01:10 transfer E to agent 1005
01:14 answer E
01:50 hang-up E by caller
00:45 call F from 0912345606 to "Thanh toán"
00:47 answer F 1010
01:15 transfer F to queue "Kỹ thuật"
01:18 ring F 1002
01:23 answer F 1002
02:05 hang-up F by caller

# Attended transfer, and a consultation nothing comes of.
01:30 call G from 0912345607 to "Bán hàng"
01:32 answer G 1001
01:50 consult H of G with 1013
01:51 ring H
01:55 answer H
02:10 complete G
02:40 hang-up G by caller
01:35 call I from 0912345608 to "Khiếu nại"
01:37 answer I 1003
01:52 consult J of I with 1018
01:53 ring J
01:57 answer J
02:12 hang-up J
02:30 hang-up I by agent

# Outbound, busy and answered; internal.
02:20 outbound K 1021 to 0909000111
02:22 ring K
02:28 busy K
02:35 outbound L 1021 to 0909000112
02:37 ring L
02:43 answer L
03:20 hang-up L
02:50 internal M 1022 to 1023
02:51 ring M
02:55 answer M
03:30 hang-up M

# A blind transfer the colleague does not take: the call ends.
03:00 call N from 0912345609 to "Thanh toán"
03:02 answer N 1015
03:20 transfer N to agent 1020
03:40 miss N
