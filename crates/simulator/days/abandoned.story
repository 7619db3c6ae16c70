# Callers give up: before anybody rings, while a phone rings, and after a missed offer.
00:02 call A from 0933555666 to "Bán hàng"
00:20 abandon A

00:25 call B from 0944111222 to "Khiếu nại"
00:27 ring B
00:36 abandon B                       # the ringing leg ends with ORIGINATOR_CANCEL

00:40 call C from 0966444555 to "Bảo hành"
00:42 ring C
00:57 miss C
00:59 ring C
01:14 miss C
01:30 abandon C

01:40 arrive D from 0977333444 to "Kỹ thuật"
01:44 hang-up D by caller             # gone before the menu answered

01:50 call E from 0918222333 to "Thanh toán"
01:52 ring E
01:57 answer E                        # one of five is lucky
03:10 hang-up E by caller
