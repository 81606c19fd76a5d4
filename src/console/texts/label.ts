// Texts of an item's label.

export const labelTexts = {
  title: 'Label',
  lead: 'For the thing itself: the QR code opens its passport on any phone, the Data Matrix is for readers in a plant.',
  qr: (address: string) => `QR code that opens ${address}`,
  matrix: { gs1datamatrix: 'Data Matrix with GTIN and serial number', datamatrix: 'Data Matrix with the same address' },
  drawing: 'Drawing the codes …',
  print: 'Print the label',
  opens: 'Opens',
  others: 'That is the public address of this node.',
  here: 'This code points to this computer only: nobody else can open it.',
  hereDo: 'Before labels are printed, whoever runs the node sets where others reach it, and starts it again:',
  unsaid: (host: string) =>
    `This node does not say where others reach it: the code has the address of this page, ${host}. Before labels are printed, whoever runs the node sets it, and starts it again:`,
  setting: 'TOUCHMARK_PUBLIC_ADDRESS=https://your.node.example',
} as const;
