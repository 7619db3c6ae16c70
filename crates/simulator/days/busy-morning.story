# Sáng thứ hai: everybody calls at once, two agents log in late, the feed breaks once.
00:00 logout "Quang Vinh"
00:00 logout "Tiến Dũng"
00:00 pause "Quốc Bảo" "Họp nhóm" for 20:00
00:00 pause "Thanh Hương" "Xử lý hồ sơ"   # calls customers back, below
00:01 load 12
00:05 call A from 0912345678 to "Bán hàng"
00:06 call B from 0913456789 to "Bán hàng"
00:07 call C from 0914567890 to "Kỹ thuật"
00:08 ring A
00:12 answer A
00:13 ring B
00:20 call D from 0915678901 to "Khiếu nại"
00:28 miss B
00:30 ring B
00:35 answer B
00:45 ring C
00:50 answer C
01:00 login "Quang Vinh"
01:10 abandon D
01:20 outbound E "Thanh Hương" to 0909000111
01:22 ring E
01:28 busy E
01:30 load 20
02:00 login "Tiến Dũng"
02:30 hang-up A by caller
03:00 fault feed drop
03:05 hang-up B by agent
03:40 hang-up C by caller
05:00 fault rest 503 times 5
06:00 ready "Quốc Bảo"
06:10 ready "Thanh Hương"
08:00 load 6
15:00 load 0
