# A caller talks to a voice assistant, is handed to a queue, and an agent helps. Needs --sovereign-port.
00:01 ai K from 0912345678 to "+842873001001"
00:03 ai-answer K
00:03 ai-say K assistant "Acme xin chào, em là trợ lý ảo. Em giúp gì được cho anh chị?"
00:08 ai-say K user "Máy lọc nước nhà tôi bị rỉ, còn bảo hành không?"
00:14 ai-say K assistant "Dạ, em chuyển anh chị cho kỹ thuật viên nhé."
00:16 ai-transfer K to "Kỹ thuật" as A
00:19 ring A "Lan Anh"
00:22 answer A
00:50 hang-up A by caller
# Meanwhile somebody's assistant breaks down, and somebody else only asks when the shop opens.
00:05 ai L from 0987654321
00:06 ai-answer L
00:12 ai-fail L "STT connection failed"
00:10 ai M from 0903111222
00:11 ai-answer M
00:13 ai-say M user "Cửa hàng mình mấy giờ mở cửa vậy em?"
00:20 ai-end M
